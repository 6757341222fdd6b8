using System.Text;
using System.Text.RegularExpressions;

namespace Larder.Compilers.Tests;

/// <summary>docs/options.md is what the tables say, and the tables say it of every option that takes a file.</summary>
public sealed partial class OptionsDocumentTests
{
    /// <summary>
    /// Options whose value is a file or a directory by the compilers' own help, and that are only kept in the key: each with the reason why nothing
    /// else needs to be known of the file.
    /// </summary>
    private static readonly Dictionary<string, string> KeptPaths = new(StringComparer.Ordinal)
    {
        ["-isystem"] = "searched", ["-isystem-after"] = "searched", ["-iquote"] = "searched", ["-idirafter"] = "searched", ["-I"] = "searched",
        ["-cxx-isystem"] = "searched", ["-stdlib++-isystem"] = "searched", ["-iframework"] = "searched", ["-iframeworkwithsysroot"] = "searched",
        ["-iprefix"] = "searched", ["-iwithprefix"] = "searched", ["-iwithprefixbefore"] = "searched", ["-iwithsysroot"] = "searched",
        ["-isysroot"] = "searched", ["-imultilib"] = "searched", ["-F"] = "searched", ["-B"] = "searched", ["-resource-dir"] = "searched",
        ["-fmemory-profile="] = "written by the program", ["-fprofile-generate="] = "written by the program",
        ["-fcs-profile-generate="] = "written by the program", ["-fprofile-instr-generate="] = "written by the program",
        ["-ffile-compilation-dir="] = "a name in the output", ["-fdebug-compilation-dir="] = "a name in the output",
        ["-fcoverage-compilation-dir="] = "a name in the output", ["--config"] = "the driver is asked what it makes of it",
        ["-MF"] = "written", ["-o"] = "written", ["-MQ"] = "a name in the output", ["-MT"] = "a name in the output",
        ["-fprofile-exclude-files="] = "expressions", ["-fprofile-filter-files="] = "expressions",
        ["-fprofile-dir="] = "written by the program",
    };

    [Fact]
    public void The_document_is_what_the_tables_say()
    {
        string path = SourceRoot.PathOf("docs/options.md");
        string text = OptionsDocument.Text();
        if (Environment.GetEnvironmentVariable("LARDER_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == text, $"{path} is not what the option tables say; './dev docs' writes it");
    }

    [Fact]
    public void Every_role_has_its_place_in_the_document()
    {
        OptionRole[] listed = [.. OptionsDocument.Treatments.Select(static treatment => treatment.Role)];
        Assert.Equal(listed.Length, listed.Distinct().Count());
        Assert.Equal(Enum.GetValues<OptionRole>().Except([OptionRole.Source, OptionRole.Unknown]).Order(), listed.Order());
    }

    [Fact]
    public void What_clang_says_takes_a_file_is_understood_as_such()
    {
        using var clang = new RealCompiler(CompilerFamily.Clang);
        var wrong = new List<string>();
        int seen = 0;
        foreach (Match match in TakesFile().Matches(clang.Run(["--help-hidden"]).Text))
        {
            string name = match.Groups["name"].Value;
            if (!OptionTable.Find(CompilerFamily.Clang, Line.Bytes(name), out OptionRow row))
                continue;
            seen++;
            if (row.Role is OptionRole.Keep or OptionRole.SeedSensitive or OptionRole.Drop && !KeptPaths.ContainsKey(name))
                wrong.Add($"{name}: {row.Role}");
        }

        Assert.True(seen > 20, $"only {seen} options that take a file");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void No_option_of_clangs_frontend_that_takes_a_file_is_let_through()
    {
        using var clang = new RealCompiler(CompilerFamily.Clang);
        var wrong = new List<string>();
        int seen = 0;
        foreach (Match match in TakesFile().Matches(clang.Run(["-cc1", "--help"]).Text))
        {
            string name = match.Groups["name"].Value;
            seen++;
            string joined = name.EndsWith('=') ? "-Xclang " + name + "value" : $"-Xclang {name} -Xclang value";
            if (Line.Parse(CompilerFamily.Clang, $"-c {joined} x.c -o x.o") is Compilation && name is not ("-fdebug-compilation-dir" or "-fdebug-compilation-dir="
                or "-fcoverage-compilation-dir=" or "-ffile-compilation-dir=" or "-include-pch" or "-include"))
                wrong.Add(name);
        }

        Assert.True(seen > 20, $"only {seen} options that take a file");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("-o y.o")]
    [InlineData("--MD deps")]
    [InlineData("-ag")]
    [InlineData("-ag=list")]
    [InlineData("@file")]
    [InlineData("--statistics")]
    [InlineData("--listing-lhs-width=3")]
    public void The_assemblers_files_are_not_written_behind_our_back(string words)
    {
        Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, $"-c -Wa,{words.Replace(' ', ',')} x.c -o x.o"));
        string each = string.Join(' ', words.Split(' ').Select(static word => "-Xassembler " + word));
        Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, $"-c {each} x.c -o x.o"));
    }

    [GeneratedRegex("^  (?<name>-[^ <\\[]+) ?<(?:file|filename|path|pathname|dsopath|dir|directory|ast file)>", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TakesFile();
}
