using Larder.Caching.Failures;
using Larder.Caching.Modules;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Results;

/// <summary>
/// Takes what a compile has just written into memory, before its caller sees the exit: later steps of a build (strip, objtool)
/// edit objects in place.
/// </summary>
public static class ResultCapture
{
    /// <summary>Larger outputs aren't kept: reading them back would cost more than it is likely to save.</summary>
    private const long MaxOutputSize = 512 * 1024 * 1024;

    /// <summary>
    /// Copies every output into a file in memory, for another process to read. Null, and the reason, where one can't be had for certain.
    /// </summary>
    public static List<CapturedFile>? TakeFiles(Compilation compilation, FinishedCompile finished, out Counter reason)
    {
        List<CapturedFile> files = [];
        reason = Counter.None;
        foreach (ExpectedOutput output in Written(compilation, finished, ref reason))
        {
            int error = FileSystem.Open(output.Path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor file);
            using (file)
                reason = error == Errno.None ? Copy(file, output, files) : Counter.MissingOutput;
            if (reason != Counter.None)
                break;
        }

        if (reason == Counter.None && files.Count == 0)
        {
            reason = MemoryFile.Create(out FileDescriptor nothing) == Errno.None ? Counter.None : Counter.StoreFailed;
            files.Add(new CapturedFile(ResultMemberKind.Nothing, nothing, 0));
        }

        if (reason == Counter.None)
            return files;
        Release(files);
        return null;
    }

    /// <summary>
    /// The outputs that the compile wrote, by how it ended; or the reason why that isn't known, one is missing, or what stands after a failure is not as
    /// it is understood.
    /// </summary>
    private static List<ExpectedOutput> Written(Compilation compilation, FinishedCompile finished, ref Counter reason)
    {
        if (!finished.Exit.Succeeded)
        {
            if (FailedOutputs.Stand(compilation, finished.Failure, finished.Clock))
                return FailedOutputs.Written(compilation, finished.Failure);
            reason = Counter.CompileFailed;
            return [];
        }

        if (!ModuleUnits.IsStillSo(compilation))
        {
            reason = Counter.RacyInput;
            return [];
        }

        List<ExpectedOutput> written = [];
        bool wantsOne = false;
        bool hasOne = false;
        foreach (ExpectedOutput output in ExpectedOutput.Of(compilation))
        {
            wantsOne |= output.IsOneOfSeveral;
            int error = FileSystem.Stat(output.Path, out FileStatus status);
            bool? isWritten = error != Errno.None ? (Errno.SaysAbsent(error) ? false : null)
                : status.IsRegular && finished.Before is { } earlier ? earlier.HasWritten(output.Path, in status, finished.Clock)
                : true;
            if (isWritten is null || (isWritten == false && output.IsRequired))
            {
                reason = Counter.MissingOutput;
                return [];
            }

            if (isWritten == false)
                continue;
            hasOne |= output.IsOneOfSeveral;
            written.Add(output);
        }

        if (wantsOne && !hasOne)
            reason = Counter.MissingOutput;
        else if (compilation.MayNameInodes && NamesInodes(compilation, written))
            reason = Counter.UnsupportedOutput;
        return reason == Counter.None ? written : [];
    }

    /// <summary>
    /// clang calls what it makes of OpenMP's target regions __omp_offloading_DEVICE_INODE_…, after the file that has them, even where everything runs on
    /// the host: another checkout, or the same one restored from an archive, has other names.
    /// </summary>
    private static bool NamesInodes(Compilation compilation, List<ExpectedOutput> written)
    {
        foreach (ExpectedOutput output in written)
        {
            if (compilation.CompressesDebug || FileSystem.ReadAll(output.Path, out _, MaxOutputSize) is not { } content
                || content.AsSpan().IndexOf("__omp_offloading_"u8) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Closes what was captured.</summary>
    public static void Release(List<CapturedFile> files)
    {
        foreach (CapturedFile captured in files)
            captured.File.Dispose();
        files.Clear();
    }

    /// <summary>The result of captured files, read back. Null where that fails.</summary>
    public static ResultBuilder? Read(List<CapturedFile> files, byte[] standardOutput, byte[] standardError)
    {
        ResultBuilder builder = new();
        foreach (CapturedFile captured in files)
        {
            byte[] content = GC.AllocateUninitializedArray<byte>((int)captured.Size);
            if (captured.File.ReadAt(0, content) != content.Length)
                return null;
            builder.Add(captured.Kind, content);
        }

        AddStreams(builder, standardOutput, standardError);
        return builder;
    }

    private static Counter Copy(FileDescriptor file, in ExpectedOutput output, List<CapturedFile> files)
    {
        if (file.Stat(out FileStatus before) != Errno.None || !before.IsRegular)
            return Counter.UnsupportedOutput;
        if (before.Size > MaxOutputSize)
            return Counter.ResultTooLarge;
        if (MemoryFile.CopyOf(file, before.Size, out FileDescriptor copy) != Errno.None)
            return Counter.MissingOutput;
        files.Add(new CapturedFile(output.Kind, copy, before.Size));
        return FileSystem.Stat(output.Path, out FileStatus after) == Errno.None && after.IsUnchangedFrom(in before)
            ? Counter.None
            : Counter.MissingOutput;
    }

    private static void AddStreams(ResultBuilder builder, byte[] standardOutput, byte[] standardError)
    {
        if (standardOutput.Length > 0)
            builder.Add(ResultMemberKind.StandardOutput, standardOutput);
        if (standardError.Length > 0)
            builder.Add(ResultMemberKind.StandardError, standardError);
    }

    /// <summary>Null, and the reason, where an output can't be read back for certain.</summary>
    public static ResultBuilder? Take(Compilation compilation, FinishedCompile finished, out Counter reason)
    {
        ResultBuilder builder = new();
        reason = Counter.None;
        foreach (ExpectedOutput output in Written(compilation, finished, ref reason))
        {
            int error = FileSystem.Stat(output.Path, out FileStatus before);
            if (error != Errno.None || !before.IsRegular)
            {
                reason = error != Errno.None ? Counter.MissingOutput : Counter.UnsupportedOutput;
                return null;
            }

            byte[]? content = FileSystem.ReadAll(output.Path, out _, MaxOutputSize);
            if (content is null || FileSystem.Stat(output.Path, out FileStatus after) != Errno.None || !after.IsUnchangedFrom(in before))
            {
                reason = before.Size > MaxOutputSize ? Counter.ResultTooLarge : Counter.MissingOutput;
                return null;
            }

            builder.Add(output.Kind, content);
        }

        if (finished.Output.Length > MaxOutputSize)
            reason = Counter.ResultTooLarge;
        if (reason != Counter.None)
            return null;
        if (builder.Count == 0)
            builder.Add(ResultMemberKind.Nothing, default);
        AddStreams(builder, finished.Output, finished.Diagnostics);
        return builder;
    }
}
