using System.Buffers.Text;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>
/// Runs the compiler once, on the original source, as the user asked, and catches what it says. The lists of what it read go
/// to files in memory that it reaches through /proc/self/fd, so nothing has to be cleaned up whatever happens.
/// </summary>
internal sealed class CompilerRun : IDisposable
{
    private FileDescriptor _output = FileDescriptor.None;
    private FileDescriptor _error = FileDescriptor.None;
    private FileDescriptor _headers = FileDescriptor.None;
    private FileDescriptor _assembled = FileDescriptor.None;

    /// <summary>How it ended; valid after <see cref="Start"/> succeeded.</summary>
    internal ChildExit Exit { get; private set; }

    internal byte[] Output { get; private set; } = [];

    internal byte[] Error { get; private set; } = [];

    /// <summary>What the compiler wrote to the list of headers (its form depends on the <see cref="IncludeSource"/>).</summary>
    internal byte[] Headers { get; private set; } = [];

    /// <summary>What the assembler wrote to its list, a dependency rule.</summary>
    internal byte[] Assembled { get; private set; } = [];

    /// <summary>Words were added to the command line, so a failure may be ours.</summary>
    internal bool AddsWords { get; private set; }

    /// <summary>
    /// Starts the compiler and waits for its end. An error number where it couldn't be started (then nothing has run).
    /// </summary>
    /// <param name="invocation">What was asked.</param>
    /// <param name="words">The command line to run, before anything is added.</param>
    /// <param name="includes">How the compiler is to tell which headers it reads.</param>
    /// <param name="listAssembled">The assembler is to list what it reads.</param>
    /// <param name="colours">The caller wants colours.</param>
    /// <param name="watch">Told the child while it runs, so that signals can be passed on.</param>
    internal int Run(Invocation invocation, byte[][] words, IncludeSource includes, bool listAssembled, bool colours, IChildWatch? watch)
    {
        int failure = MemoryFile.Create(out _output);
        if (failure == Errno.None)
            failure = MemoryFile.Create(out _error);
        if (failure == Errno.None && includes is IncludeSource.DependencyVariable or IncludeSource.HeaderFile)
            failure = MemoryFile.Create(out _headers, inheritable: true);
        if (failure == Errno.None && listAssembled)
            failure = MemoryFile.Create(out _assembled, inheritable: true);

        // Without /proc the compiler can't reach them, and would fail for it.
        if (failure == Errno.None && (_headers.IsOpen || _assembled.IsOpen))
            failure = FileSystem.Stat(ProcPath(_headers.IsOpen ? _headers : _assembled), out _);
        if (failure != Errno.None)
            return failure;

        SpawnRequest request = new()
        {
            Path = invocation.Compiler,
            Arguments = Words(words, includes, colours),
            Environment = Variables(invocation.Environment, includes),
            Output = _output,
            Error = _error,
        };
        using JobSlot slot = JobSlot.Take(invocation.Environment);
        failure = CompilerLauncher.Start(invocation, request, out ChildProcess child);
        if (failure != Errno.None)
            return failure;
        watch?.Started(child);
        Exit = child.Wait();
        watch?.Ended();
        Output = Content(_output);
        Error = Content(_error);
        Headers = Content(_headers);
        Assembled = Content(_assembled);
        return Errno.None;
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _headers.Dispose();
        _assembled.Dispose();
    }

    private byte[][] Words(byte[][] original, IncludeSource includes, bool colours)
    {
        List<byte[]> words = new(original.Length + 3) { original[0] };
        if (includes == IncludeSource.HeaderTrace)
            words.Add("-H"u8.ToArray());
        if (_assembled.IsOpen)
            words.Add(ByteString.Concat("-Wa,--MD,"u8, ProcPath(_assembled)));
        words.AddRange(original.AsSpan(1));
        if (colours)
        {
            // Last, so that it wins over an "auto" of the user's; before clang's end of options.
            int end = words.FindIndex(static word => word.AsSpan().SequenceEqual("--"u8));
            words.Insert(end < 0 ? words.Count : end, "-fdiagnostics-color=always"u8.ToArray());
        }

        AddsWords = words.Count > original.Length;
        return [.. words];
    }

    private ProcessEnvironment Variables(ProcessEnvironment original, IncludeSource includes)
    {
        ProcessEnvironment inner = JobSlot.Without(original).With("LARDER_DISABLE=1"u8.ToArray());
        return includes switch
        {
            IncludeSource.DependencyVariable => inner.With(ByteString.Concat("SUNPRO_DEPENDENCIES="u8, ProcPath(_headers), " larder"u8)),
            IncludeSource.HeaderFile => inner.With("CC_PRINT_HEADERS=1"u8.ToArray(), ByteString.Concat("CC_PRINT_HEADERS_FILE="u8, ProcPath(_headers))),
            _ => inner,
        };
    }

    private static byte[] ProcPath(FileDescriptor file)
    {
        Span<byte> number = stackalloc byte[16];
        Utf8Formatter.TryFormat(file.Value, number, out int length);
        return ByteString.Concat("/proc/self/fd/"u8, number[..length]);
    }

    private static byte[] Content(FileDescriptor file)
    {
        if (!file.IsOpen)
            return [];
        file.Seek(0);
        return file.ReadToEnd(out _) ?? [];
    }
}
