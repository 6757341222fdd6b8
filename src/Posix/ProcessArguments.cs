using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// The process's own argument vector as bytes. .NET decodes it as UTF-8 and loses what isn't, so it is read where the kernel
/// put it: on the stack just below the environment (System V ABI, "Process initialization"), and from /proc/self/cmdline
/// where that picture doesn't fit.
/// </summary>
public static unsafe class ProcessArguments
{
    /// <summary>All arguments, the program's name first.</summary>
    /// <param name="count">How many there are, from the runtime, the name included: proves that the right words were found.</param>
    public static byte[][] Read(int count)
    {
        byte** environment = NativeMethods.GetEnviron();
        if (environment != null && environment[-1] == null && ((nint*)environment)[-count - 2] == count)
        {
            byte[][] arguments = new byte[count][];
            byte** words = environment - 1 - count;
            for (int i = 0; i < count; i++)
                arguments[i] = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(words[i]).ToArray();
            return arguments;
        }

        return FromProc();
    }

    /// <summary>
    /// The path that the process was executed by, as execve(2) got it: neither made absolute nor with its links followed. Unlike the
    /// name in argv it is no matter of the caller's. (getauxval(3), AT_EXECFN.) Empty where the kernel didn't say.
    /// </summary>
    public static ReadOnlySpan<byte> ExecutedPath
    {
        get
        {
            const nuint ExecFn = 31;
            byte* path = (byte*)NativeMethods.getauxval(ExecFn);
            return path == null ? default : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path);
        }
    }

    private static byte[][] FromProc()
    {
        byte[]? text = FileSystem.ReadAll("/proc/self/cmdline"u8, out _);
        List<byte[]> arguments = [];
        ReadOnlySpan<byte> rest = text;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            if (end < 0)
                end = rest.Length;
            arguments.Add(rest[..end].ToArray());
            rest = rest[Math.Min(end + 1, rest.Length)..];
        }

        return [.. arguments];
    }
}
