using Larder.Caching;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Client;

/// <summary>
/// Serves a command as the compiles and the link that it consists of. All are silent until the last has ended: where one of them turns out to be
/// another than was thought, the whole command runs as it is, and does again what was done.
/// </summary>
internal sealed class SplitServing(Invocation invocation, LocalStore store, SignalRelay signals, SplitCommand split)
{
    private readonly List<CacheOutcome> _compiles = [];
    private readonly List<byte[]> _objects = [];
    private readonly List<ThroughDaemon> _daemons = [];

    /// <summary>Returns only where the whole command has to run.</summary>
    internal void TryServe()
    {
        try
        {
            if (TryCompile())
                Conclude();
        }
        finally
        {
            Clear();
        }
    }

    private bool TryCompile()
    {
        // clang's driver would say in colours what is caught here.
        if (split.Links && invocation.ErrorIsTerminal && split.Family == CompilerFamily.Clang)
            return false;

        // clang looks for all of its inputs before it begins with the first, and gcc at whether the output is one of them.
        bool hasOutput = FileSystem.Stat(split.Output, out FileStatus output) == Errno.None;
        for (int i = 0; i < split.Sources.Count; i++)
        {
            if (FileSystem.Stat(split.Source(i), out FileStatus source) != Errno.None || !source.IsRegular
                || (split.Links && hasOutput && source.IsSameFileAs(in output)))
                return false;
        }

        foreach (byte[] linked in split.Linked)
        {
            if (FileSystem.Stat(linked, out _) != Errno.None)
                return false;
        }

        List<(Invocation One, CompileCache Cache)> parts = [];
        for (int i = 0; i < split.Sources.Count; i++)
        {
            if (split.Links && !TryAddObject(i))
                return false;
            Invocation one = Part(i);
            CompileCache cache = new(one, store, () => FileDigestCache.Open(store));
            if (cache.TryParse() is not null || !cache.WritesObjectAlone)
                return false;
            parts.Add((one, cache));
        }

        foreach ((Invocation one, CompileCache cache) in parts)
        {
            CacheOutcome outcome = Serving.Serve(cache, one, store, signals, out ThroughDaemon? daemon);
            cache.Dispose();
            if (daemon is not null)
                _daemons.Add(daemon);
            if (signals.Received != 0)
            {
                Clear();
                Execution.DieOf(signals.Received);
            }

            if (!outcome.IsDelivered || outcome.Exit.Signal != 0 || outcome.Exit.Status is not (0 or 1)
                || SpeaksOfCommand(outcome.Error.Span, ":"u8))
                return false;
            _compiles.Add(outcome);
        }

        return true;
    }

    private Invocation Part(int index) => new()
    {
        Compiler = invocation.Compiler,
        Arguments = [invocation.Arguments[0], .. split.CompileWords(index, split.Links ? _objects[index] : null)],
        Environment = invocation.Environment,
        Settings = invocation.Settings,
        ErrorIsTerminal = invocation.ErrorIsTerminal,
        Session = invocation.Session,
    };

    /// <summary>Links where all compiles succeeded, as the driver does, and ends the process. Returns where the link isn't the one that was asked for.</summary>
    private void Conclude()
    {
        ChildExit exit = new(_compiles.Exists(static compile => !compile.Exit.Succeeded) ? 1 : 0, 0);
        bool links = split.Links && exit.Succeeded;
        byte[] linkerOutput = [];
        byte[] linkerError = [];

        // gcc says nothing of a link that it wouldn't have said of a compile: it has the caller's streams, and his terminal.
        bool isSilent = links && split.Family == CompilerFamily.Clang;
        if (isSilent && !TryLinkInSilence(out exit, out linkerOutput, out linkerError))
            return;
        foreach (CacheOutcome compile in _compiles)
        {
            StandardStreams.Output.WriteAll(compile.Output.Span);
            StandardStreams.Error.WriteAll(compile.Error.Span);
        }

        if (links && !isSilent && !TryLink(FileDescriptor.None, FileDescriptor.None, out exit))
            return;
        Clear();
        CompileCache.CountSplit(store, invocation.Settings);
        StandardStreams.Output.WriteAll(linkerOutput);
        StandardStreams.Error.WriteAll(linkerError);
        foreach (ThroughDaemon daemon in _daemons)
            daemon.AfterDelivery();
        if (signals.Received != 0)
            Execution.DieOf(signals.Received);
        if (exit.Signal != 0)
            Execution.DieOf(exit.Signal);
        Execution.Exit(exit.Status);
    }

    private bool TryLinkInSilence(out ChildExit exit, out byte[] output, out byte[] error)
    {
        (exit, output, error) = (default, [], []);
        if (MemoryFile.Create(out FileDescriptor outputFile) != Errno.None)
            return false;
        using (outputFile)
        {
            if (MemoryFile.Create(out FileDescriptor errorFile) != Errno.None)
                return false;
            using (errorFile)
            {
                if (!TryLink(outputFile, errorFile, out exit))
                    return false;
                outputFile.Seek(0);
                errorFile.Seek(0);
                output = outputFile.ReadToEnd(out _) ?? [];
                error = errorFile.ReadToEnd(out _) ?? [];

                // That the linker failed the driver says of every link.
                return signals.Received != 0 || !SpeaksOfCommand(error, ": warning: "u8);
            }
        }
    }

    private bool TryLink(FileDescriptor output, FileDescriptor error, out ChildExit exit)
    {
        exit = default;
        SpawnRequest request = new()
        {
            Path = invocation.Compiler,
            Arguments = [invocation.Arguments[0], .. split.LinkWords(_objects)],
            Environment = invocation.Environment,
            Output = output,
            Error = error,
        };
        if (ChildProcess.Start(request, out ChildProcess child) != Errno.None)
            return false;
        signals.Started(child);
        exit = child.Wait();
        signals.Ended();
        return true;
    }

    /// <summary>Whether the driver itself says something: of its command line, which is another one than the user's, or once for each.</summary>
    /// <param name="diagnostics">What was said.</param>
    /// <param name="after">What stands behind the driver's name at the beginning of such a line.</param>
    private bool SpeaksOfCommand(ReadOnlySpan<byte> diagnostics, ReadOnlySpan<byte> after)
    {
        ReadOnlySpan<byte> name = ByteString.FileName(invocation.Arguments[0]);
        while (!diagnostics.IsEmpty)
        {
            // A coloured name stands behind an escape; clang++ and clang-14 call themselves clang.
            ReadOnlySpan<byte> line = diagnostics[..(diagnostics.IndexOf((byte)'\n') is >= 0 and int end ? end : diagnostics.Length)];
            int colon = line.IndexOf(after);
            ReadOnlySpan<byte> speaker = colon < 0 ? default : line[..colon];
            if (colon > 0 && (speaker.EndsWith(name) || speaker.EndsWith("clang"u8)))
                return true;
            diagnostics = diagnostics[Math.Min(line.Length + 1, diagnostics.Length)..];
        }

        return false;
    }

    /// <summary>A place for an object, empty and for nobody else, under the name that the compiler would give it: the linker's messages have it.</summary>
    private bool TryAddObject(int index)
    {
        const int Attempts = 4;
        byte[] directory = invocation.Environment.Get("TMPDIR"u8) is { Length: > 0 } chosen ? chosen : "/tmp"u8.ToArray();
        Span<byte> random = stackalloc byte[6];
        for (int i = 0; i < Attempts; i++)
        {
            RandomNames.Fill(random);
            ReadOnlySpan<byte> source = ByteString.FileName(split.Source(index));
            byte[] name = split.Family == CompilerFamily.Clang
                ? [.. source[..source.LastIndexOf((byte)'.')], (byte)'-', .. random, .. ".o"u8]
                : [.. "cc"u8, .. random, .. ".o"u8];
            byte[] path = ByteString.JoinPath(directory, name);
            int error = FileSystem.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileDescriptor file, 0x180); // 0600
            file.Dispose();
            if (error == Errno.None)
            {
                _objects.Add(path);
                return true;
            }

            if (error != Errno.Exists)
                return false;
        }

        return false;
    }

    private void Clear()
    {
        foreach (byte[] path in _objects)
            FileSystem.Unlink(path);
        _objects.Clear();
    }
}
