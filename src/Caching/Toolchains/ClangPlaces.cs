using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Toolchains;

/// <summary>
/// Where clang's driver looks for what decides its search path and its options, without saying so: configuration files, the
/// distribution, installations of gcc whose headers it takes, multiarch directories, the sanitizers' lists (clang/lib/Driver:
/// Driver.cpp, Distro.cpp, ToolChains/Gnu.cpp, ToolChains/Linux.cpp, SanitizerArgs.cpp).
/// </summary>
internal sealed class ClangPlaces(ToolchainInputs inputs, byte[] compiler, byte[] driver, ProbeReport report)
{
    internal void Add(Compilation compilation)
    {
        AddConfigurationFiles();
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.Name.SequenceEqual("--config-system-dir="u8) || argument.Name.SequenceEqual("--config-user-dir="u8))
                inputs.AddListing(argument.Value.ToArray());
        }

        foreach (byte[] file in (ReadOnlySpan<byte[]>)
            ["/etc/os-release"u8.ToArray(), "/etc/lsb-release"u8.ToArray(), "/etc/redhat-release"u8.ToArray(), "/etc/debian_version"u8.ToArray()])
            inputs.AddOptional(file);

        byte[] root = Word("-isysroot"u8) ?? [];
        AddGccInstallations(root, compilation);
        if (Word("-triple"u8) is { } triple)
            AddMultiarch(root, triple);
        if (Word("-resource-dir"u8) is { } resources)
            AddResources(resources, compilation);
    }

    private void AddConfigurationFiles()
    {
        ReadOnlySpan<byte> name = ByteString.FileName(compiler);
        foreach (byte[] directory in (ReadOnlySpan<byte[]>)
            [ByteString.DirectoryPrefix(driver).ToArray(), ByteString.DirectoryPrefix(compiler).ToArray()])
        {
            inputs.AddOptional(ByteString.Concat(directory, "clang.cfg"u8));
            inputs.AddOptional(ByteString.Concat(directory, "clang++.cfg"u8));
            inputs.AddOptional(ByteString.Concat(directory, name, ".cfg"u8));

            // Since release 16 also for a target, with and without the driver's name.
            foreach (byte[] suffix in (ReadOnlySpan<byte[]>)[".cfg"u8.ToArray(), "-clang.cfg"u8.ToArray(), "-clang++.cfg"u8.ToArray()])
                inputs.AddPlace(ByteString.Concat(directory, report.Target, suffix));
        }

        // Where distributions have theirs.
        inputs.AddListing("/etc/clang"u8.ToArray());
    }

    /// <summary>
    /// PREFIX/lib*/gcc/TARGET/VERSION: another version or target, or the same in another lib directory, may be preferred.
    /// </summary>
    private void AddGccInstallations(byte[] root, Compilation compilation)
    {
        List<byte[]> prefixes = [ByteString.Concat(ByteString.DirectoryPrefix(compiler), ".."u8), ByteString.Concat(root, "/usr"u8)];
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.Name.SequenceEqual("--gcc-toolchain="u8) || argument.Name.SequenceEqual("-gcc-toolchain"u8))
                prefixes.Add(argument.Value.ToArray());
        }

        foreach (byte[] installation in report.GccInstallations)
        {
            AddInstallation(installation);
            byte[] targets = Parent(Parent(installation));
            prefixes.Add(Parent(Parent(targets)));
        }

        foreach (byte[] prefix in prefixes)
        {
            foreach (byte[] lib in (ReadOnlySpan<byte[]>)["lib"u8.ToArray(), "lib64"u8.ToArray(), "lib32"u8.ToArray(), "libx32"u8.ToArray()])
            {
                byte[] directory = ByteString.JoinPath(prefix, lib);
                inputs.AddListing(ByteString.JoinPath(directory, "gcc"u8));
                inputs.AddListing(ByteString.JoinPath(directory, "gcc-cross"u8));
            }
        }

        // Gentoo says in a file which gcc counts; Red Hat's newer ones stand in a place of their own.
        inputs.AddListing(ByteString.Concat(root, "/etc/env.d/gcc"u8));
        if (root.Length == 0)
            inputs.AddListing("/opt/rh"u8.ToArray());
    }

    private void AddInstallation(byte[] installation)
    {
        inputs.AddPlace(installation);
        inputs.AddListing(Parent(installation));
        foreach (byte[] name in (ReadOnlySpan<byte[]>)
            ["crtbegin.o"u8.ToArray(), "64/crtbegin.o"u8.ToArray(), "32/crtbegin.o"u8.ToArray(), "x32/crtbegin.o"u8.ToArray()])
            inputs.AddPlace(ByteString.JoinPath(installation, name));
    }

    /// <summary>ROOT/usr/include/x86_64-linux-gnu is searched if it is there: the triple without its vendor, i386 for all of its kind.</summary>
    private void AddMultiarch(byte[] root, ReadOnlySpan<byte> triple)
    {
        int first = triple.IndexOf((byte)'-');
        int second = first < 0 ? -1 : triple[(first + 1)..].IndexOf((byte)'-');
        if (second < 0)
            return;
        ReadOnlySpan<byte> architecture = triple[..first];
        if (architecture is [(byte)'i', _, (byte)'8', (byte)'6'])
            architecture = "i386"u8;
        byte[] multiarch = ByteString.Concat(architecture, triple[(first + 1 + second)..]);
        inputs.AddPlace(ByteString.Concat(root, "/usr/include/"u8, multiarch));
    }

    private void AddResources(byte[] resources, Compilation compilation)
    {
        inputs.AddPlace(resources);
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (!argument.Name.StartsWith("-fsanitize"u8))
                continue;
            foreach (byte[] list in (ReadOnlySpan<byte[]>)
                ["asan"u8.ToArray(), "hwasan"u8.ToArray(), "memtag"u8.ToArray(), "msan"u8.ToArray(), "tsan"u8.ToArray(), "ubsan"u8.ToArray(), "cfi"u8.ToArray()])
            {
                inputs.AddOptional(ByteString.Concat(resources, "/share/"u8, ByteString.Concat(list, "_ignorelist.txt"u8)));
                inputs.AddOptional(ByteString.Concat(resources, "/share/"u8, ByteString.Concat(list, "_blacklist.txt"u8)));
            }

            inputs.AddOptional(ByteString.Concat(resources, "/share/dfsan_abilist.txt"u8));
            return;
        }
    }

    /// <summary>The word behind an option of clang -cc1.</summary>
    private byte[]? Word(ReadOnlySpan<byte> option)
    {
        byte[][] command = report.Commands[0];
        for (int i = 1; i + 1 < command.Length; i++)
        {
            if (command[i].AsSpan().SequenceEqual(option))
                return command[i + 1];
        }

        return null;
    }

    private static byte[] Parent(ReadOnlySpan<byte> path) => ByteString.DirectoryPrefix(path.TrimEnd((byte)'/')).TrimEnd((byte)'/').ToArray();
}
