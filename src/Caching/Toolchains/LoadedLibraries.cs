using Larder.Caching.Drivers;
using Larder.Caching.Running;
using Larder.Posix;

namespace Larder.Caching.Toolchains;

/// <summary>The shared libraries that a program would load, asked of its own dynamic linker (<c>ld.so --list</c>; musl's has it too).</summary>
internal static class LoadedLibraries
{
    /// <summary>Their paths, preloaded ones included; empty for a static program. Null where the linker doesn't answer.</summary>
    internal static List<byte[]>? Of(byte[] program, ElfImage image, ProcessEnvironment environment)
    {
        List<byte[]> libraries = [];
        if (image.Interpreter is null)
            return libraries;
        byte[][] arguments = [image.Interpreter, "--list"u8.ToArray(), program];
        CapturedRun? run = CapturedRun.Of(image.Interpreter, arguments, environment);
        if (run is not { Exit.Succeeded: true })
            return null;
        libraries.Add(image.Interpreter);
        ReadOnlySpan<byte> text = run.Output;
        while (!text.IsEmpty)
        {
            // "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)" or "\t/lib64/ld-linux-x86-64.so.2 (0x…)"
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? text : text[..end]).Trim((byte)'\t');
            text = end < 0 ? default : text[(end + 1)..];
            int address = line.LastIndexOf(" (0x"u8);
            if (address < 0)
                continue;
            line = line[..address];
            int arrow = line.IndexOf(" => "u8);
            ReadOnlySpan<byte> path = arrow < 0 ? line : line[(arrow + 4)..];
            if (path is [(byte)'/', ..])
                libraries.Add(path.ToArray());
        }

        return libraries;
    }
}
