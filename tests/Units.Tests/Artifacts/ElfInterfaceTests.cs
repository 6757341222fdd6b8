using Larder.Posix;
using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Artifacts;

/// <summary>What of a shared library its dependents' links can see, with real libraries.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ElfInterfaceTests : IDisposable
{
    private const string Source = """
        #include <string.h>
        int table[4] = { 1, 2, 3, 4 };
        __thread int state;
        static int hidden(int x) { return x * 3; }
        int answer(int x) { return hidden(x) + state; }
        size_t length(const char *s) { return strlen(s); }
        """;

    private readonly ScratchTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [ToolFact("gcc")]
    public void A_bodys_edit_leaves_it()
    {
        Digest before = Library(Source);
        Assert.Equal(before, Library(Source.Replace("x * 3", "(x + 5) * x - (x << 3) * 7 + (x % 11)", StringComparison.Ordinal)));
        Assert.Equal(before, Library(Source.Replace("1, 2, 3, 4", "4, 3, 2, 1", StringComparison.Ordinal)));
        Assert.Equal(before, Library(Source + "static int more(int x) { return x; }\n__attribute__((visibility(\"hidden\"))) int unseen(int x) { return more(x); }\n"));
        Assert.Equal(before, Library(Source, "-g"));
    }

    [ToolFact("gcc")]
    public void What_a_link_can_see_changes_it()
    {
        HashSet<Digest> all = [];
        Assert.True(all.Add(Library(Source)));
        Assert.True(all.Add(Library(Source + "int further(void) { return 1; }\n")), "a new function");
        Assert.True(all.Add(Library(Source.Replace("int answer(", "__attribute__((weak)) int answer(", StringComparison.Ordinal))), "a weak function");
        Assert.True(all.Add(Library(Source.Replace("int answer(", "static int answer(", StringComparison.Ordinal) + "int (*keep(void))(int) { return answer; }\n")), "a function less");
        Assert.True(all.Add(Library(Source.Replace("table[4]", "table[5]", StringComparison.Ordinal))), "a table's size");
        Assert.True(all.Add(Library(Source.Replace("int table", "const int table", StringComparison.Ordinal))), "a table that is constant");
        Assert.True(all.Add(Library(Source.Replace("int table", "_Alignas(64) int table", StringComparison.Ordinal))), "a table's alignment");
        Assert.True(all.Add(Library(Source.Replace("__thread int state", "__thread long state", StringComparison.Ordinal))), "thread-local data's size");
        Assert.True(all.Add(Library(Source.Replace("__thread int state", "int state", StringComparison.Ordinal))), "data that is a thread's no more");
        Assert.True(all.Add(Library(Source.Replace("int answer(", "__attribute__((visibility(\"protected\"))) int answer(", StringComparison.Ordinal))), "visibility");
        Assert.True(all.Add(Library(Source, "-Wl,-soname,libother.so.2")), "the soname");
        Assert.True(all.Add(Library(Source, "-Wl,--no-as-needed", "-lm")), "a needed library");
        Assert.True(all.Add(Library(Source, "-Wl,-rpath,/some/where")), "a run path");
        Assert.True(all.Add(Library(Source.Replace("strlen", "strdup", StringComparison.Ordinal))), "an undefined symbol");
        Assert.True(all.Add(Library(Source + "extern int alias[4] __attribute__((alias(\"table\")));\n")), "a second name of data");
    }

    [ToolFact("gcc")]
    public void Versions_and_which_is_the_default_count()
    {
        string map = _tree.Write("map", "V1 { global: answer; }; V2 { global: length; } V1;");
        Digest first = Library(Source, "-Wl,--version-script=" + map);
        Assert.NotEqual(Library(Source), first);
        File.WriteAllText(map, "V1 { global: length; }; V2 { global: answer; } V1;");
        Digest second = Library(Source, "-Wl,--version-script=" + map);
        Assert.NotEqual(first, second);
        Assert.Equal(second, Library(Source.Replace("x * 3", "x * 5 + 1", StringComparison.Ordinal), "-Wl,--version-script=" + map));

        File.WriteAllText(map, "V1 { global: f; local: *; }; V2 { global: f; } V1;");
        const string Two = "int old(void) { return 1; }\nint new(void) { return 2; }\n__asm__(\".symver old,f@V1\\n.symver new,f@@V2\");\n";
        Digest newest = Library(Two, "-Wl,--version-script=" + map);
        Assert.NotEqual(newest, Library(Two.Replace("f@V1", "f@@V1", StringComparison.Ordinal).Replace("f@@V2", "f@V2", StringComparison.Ordinal), "-Wl,--version-script=" + map));
    }

    [ToolFact("gcc", "clang", "ld.lld")]
    public void What_another_linker_made_is_read_as_well()
    {
        string[] lld = ["-fuse-ld=lld"];
        Digest before = Library(Source, lld);
        Assert.Equal(before, Library(Source.Replace("x * 3", "x * 5 + 1", StringComparison.Ordinal), lld));
        Assert.NotEqual(before, Library(Source + "int further(void) { return 1; }\n", lld));
    }

    [ToolFact("clang", "ld.lld")]
    public void Other_classes_and_byte_orders_are_read()
    {
        const string Freestanding = "int table[4] = { 1, 2, 3, 4 };\nint answer(int x) { return x * 3; }\n";
        foreach (string target in (string[])["i686-linux-gnu", "aarch64-linux-gnu", "armv7-linux-gnueabihf", "powerpc64-linux-gnu", "powerpc-linux-gnu", "mips-linux-gnu", "riscv64-linux-gnu"])
        {
            string[] options = ["-target", target, "-nostdlib", "-fuse-ld=lld", "-ffreestanding"];
            Digest before = Library(Freestanding, options, "clang");
            Assert.Equal(before, Library(Freestanding.Replace("x * 3", "x * x + 7", StringComparison.Ordinal), options, "clang"));
            Assert.NotEqual(before, Library(Freestanding.Replace("table[4]", "table[5]", StringComparison.Ordinal), options, "clang"));
            Assert.NotEqual(before, Library(Freestanding + "int more(void) { return 1; }\n", options, "clang"));
        }
    }

    [ToolFact("gcc")]
    public void A_damaged_library_has_none_and_does_no_harm()
    {
        Library(Source);
        string path = _tree.Source + "/lib.so";
        byte[] whole = File.ReadAllBytes(path);
        Random random = new(3);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = i % 4 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int j = 0; j < 1 + (i % 3) && damaged.Length > 0; j++)
            {
                // Headers and tables more often than code.
                int at = random.Next(2) == 0 ? random.Next(Math.Min(damaged.Length, 1200)) : damaged.Length - 1 - random.Next(Math.Min(damaged.Length, 2500));
                damaged[at] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, damaged);
            _ = Nature("lib.so");
        }

        File.WriteAllBytes(path, whole[..(whole.Length - 100)]);
        Assert.Null(Nature("lib.so").Interface);
    }

    [ToolFact("gcc", "strip")]
    public void A_library_without_section_headers_has_none()
    {
        Library(Source);
        byte[] image = File.ReadAllBytes(_tree.Source + "/lib.so");
        image.AsSpan(40, 8).Clear();
        image.AsSpan(58, 6).Clear();
        File.WriteAllBytes(_tree.Source + "/bare.so", image);
        Assert.Equal(new FileNature(false, null), Nature("bare.so"));
        Digest whole = Nature("lib.so").Interface!.Value;
        Tool.Run(_tree.Source, "strip", "lib.so");
        Assert.Equal(whole, Nature("lib.so").Interface);
    }

    [ToolFact("gcc", "ar")]
    public void Programs_are_told_from_libraries()
    {
        _tree.Write("main.c", "int main(void) { return 0; }\n");
        Tool.Run(_tree.Source, "gcc", "-o", "pie", "-pie", "main.c");
        Tool.Run(_tree.Source, "gcc", "-o", "fixed", "-no-pie", "main.c");
        Tool.Run(_tree.Source, "gcc", "-o", "static", "-static", "main.c");
        Tool.Run(_tree.Source, "gcc", "-o", "staticpie", "-static-pie", "main.c");
        Tool.Run(_tree.Source, "gcc", "-c", "main.c");
        Tool.Run(_tree.Source, "ar", "rc", "main.a", "main.o");
        Library(Source);
        _tree.Write("script", "#!/bin/sh\n");
        _tree.Write("text", "#!/bin/sh\n");
        _tree.Write("linkerscript.so", "INPUT(lib.so)\n");
        foreach (string name in (string[])["script", "linkerscript.so", "lib.so"])
            File.SetUnixFileMode($"{_tree.Source}/{name}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (string name in (string[])["pie", "fixed", "static", "staticpie", "script"])
            Assert.True(Nature(name).IsProgram, name);
        foreach (string name in (string[])["main.o", "main.a", "lib.so", "text", "linkerscript.so", "main.c"])
            Assert.False(Nature(name).IsProgram, name);
        foreach (string name in (string[])["pie", "fixed", "main.o", "main.a", "script", "linkerscript.so"])
            Assert.Null(Nature(name).Interface);
    }

    private Digest Library(string source, params string[] options) => Library(source, options, "gcc");

    private Digest Library(string source, string[] options, string compiler)
    {
        _tree.Write("lib.c", source);
        string[] defaults = options.Any(static option => option.Contains("soname", StringComparison.Ordinal)) ? [] : ["-Wl,-soname,libx.so.1"];
        Tool.Run(_tree.Source, compiler, ["-shared", "-fPIC", "-O1", "-o", "lib.so", "lib.c", .. defaults, .. options]);
        FileNature nature = Nature("lib.so");
        Assert.False(nature.IsProgram);
        return Assert.NotNull(nature.Interface);
    }

    private FileNature Nature(string name)
    {
        Assert.Equal(Errno.None, FileSystem.Open(ByteText.Encode($"{_tree.Source}/{name}"), OpenFlags.ReadOnly, out FileDescriptor file));
        using (file)
        {
            file.Stat(out FileStatus status);
            return FileNature.Of(file, in status);
        }
    }
}
