using System.Text.RegularExpressions;

namespace Larder.Compilers.Tests;

/// <summary>
/// The tables against the compilers' own lists. Whether an option takes the next word is asked of the compiler itself: each is
/// followed by the name of a file that does not exist, and the driver complains of those that it took for inputs.
/// </summary>
public sealed partial class ListedOptionsTests
{
    [Fact]
    public void Every_option_that_clang_lists_is_known_and_takes_the_next_word_as_clang_does()
    {
        using var clang = new RealCompiler(CompilerFamily.Clang);
        List<string> options = [];
        foreach (string line in clang.Run(["--autocomplete=-"]).Text.Split('\n'))
        {
            string name = line.Split('\t')[0].Trim();
            if (name.Length > 1 && !IsOfAnotherDriver(name)) options.Add(name);
        }

        Assert.True(options.Count > 1000, $"only {options.Count} options listed");
        Compare(clang, options, wantKnown: true);
    }

    [Fact]
    public void Every_option_that_gcc_lists_is_known_and_takes_the_next_word_as_gcc_does()
    {
        using var gcc = new RealCompiler(CompilerFamily.Gcc);
        var options = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string list in (ReadOnlySpan<string>)["common", "optimizers", "target", "warnings", "c", "c++", "undocumented", "params"])
        {
            foreach (string arity in (ReadOnlySpan<string>)["joined", "separate", "^joined,^separate"])
            {
                foreach (Match match in ListedOption().Matches(gcc.Run([$"--help={list},{arity}"]).Text))
                    options.Add(match.Groups["name"].Value);
            }
        }

        options.RemoveWhere(IsGccOddity);
        Assert.True(options.Count > 900, $"only {options.Count} options listed");
        Compare(gcc, [.. options], wantKnown: true);
    }

    [Theory]
    [InlineData(CompilerFamily.Gcc)]
    [InlineData(CompilerFamily.Clang)]
    public void Hidden_options_take_the_next_word_as_the_compiler_does(CompilerFamily family)
    {
        using var compiler = new RealCompiler(family);
        Compare(compiler, Hidden, wantKnown: false);
    }

    /// <summary>Spellings that lists leave out, of both families; one that a family lacks is skipped there.</summary>
    private static readonly List<string> Hidden =
    [
        "--assemble", "--assert", "--compile", "--define-macro", "--dumpbase", "--dumpdir", "--entry", "--for-linker", "--force-link",
        "--imacros", "--include", "--include-directory", "--include-directory-after", "--include-prefix", "--include-with-prefix",
        "--include-with-prefix-after", "--include-with-prefix-before", "--language", "--library-directory", "--optimize", "--output",
        "--prefix", "--shared", "--static", "--std", "--sysroot", "--undefine-macro", "-A", "-B", "-D", "-F", "-I", "-J", "-L",
        "-MF", "-MQ", "-MT", "-R", "-T", "-Tbss", "-Tdata", "-Ttext", "-U", "-Xassembler", "-Xlinker", "-Xpreprocessor", "-allowable_client",
        "-aux-info", "-bundle_loader", "-client_name", "-cxx-isystem", "-dumpbase", "-dumpbase-ext", "-dumpdir",
        "-dylib_file", "-dynamic", "-e", "-exported_symbols_list", "-fdebug-compilation-dir", "-filelist", "-force_load", "-framework",
        "-ftrapv-handler", "-h", "-idirafter", "-iframework", "-imacros", "-image_base", "-imultilib", "-include", "-include-pch", "-init",
        "-install_name", "-iprefix", "-iquote", "-isysroot", "-isystem", "-isystem-after", "-iwithprefix", "-iwithprefixbefore",
        "-iwithsysroot", "-l", "-lazy_framework", "-lazy_library", "-meabi", "-mllvm", "-multiply_defined", "-mthread-model", "-n",
        "-nostdlibinc", "-o", "-pagezero_size", "-pie", "-r", "-rdynamic", "-read_only_relocs", "-resource-dir", "-rpath",
        "-s", "-seg_addr_table", "-static-pie", "-sub_library", "-sub_umbrella", "-t", "-target", "-u", "-umbrella", "-undefined",
        "-unexported_symbols_list", "-weak_framework", "-weak_library", "-weak_reference_mismatches", "-working-directory",
        "-wrapper", "-x", "-z",
    ];

    private static void Compare(RealCompiler compiler, List<string> options, bool wantKnown)
    {
        var wrong = new List<string>();
        foreach ((string option, bool? takesNext) in Ask(compiler, options))
        {
            bool known = OptionTable.Find(compiler.Family, Line.Bytes(option), out OptionRow row);
            if (!known)
            {
                if (wantKnown && takesNext is not null) wrong.Add($"{option} is unknown");
                continue;
            }

            bool ours = row.Arity switch
            {
                OptionArity.Flag or OptionArity.Joined => false,
                OptionArity.Either => row.NameLength == option.Length,
                _ => true,
            };

            // Where one release has an option and another reads the word otherwise, the table refuses it by name.
            bool refused = row.Role is OptionRole.Refuse or OptionRole.PrecompiledHeader or OptionRole.Modules;
            if (refused && !wantKnown) continue;
            if (takesNext is { } theirs && theirs != ours) wrong.Add($"{option}: next word taken {theirs}, table says {ours} ({row})");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>Whether the driver takes the word after an option for its value; null when it rejects the option.</summary>
    private static List<(string Option, bool? TakesNext)> Ask(RealCompiler compiler, List<string> options)
    {
        var answers = new List<(string, bool?)>();
        if (compiler.Family == CompilerFamily.Clang)
        {
            // clang goes on after every kind of complaint, so that one run answers for all.
            compiler.Write("line", string.Concat(options.Select((option, i) => $"{Quoted(option)}\nWORD{i}\n")));
            string text = compiler.Run(["-c", "@line"]).Text;
            var inputs = text.Split('\n').Where(l => l.Contains("no such file", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            for (int i = 0; i < options.Count; i++)
            {
                bool rejected = text.Contains($"unknown argument: '{options[i]}'", StringComparison.Ordinal)
                    || text.Contains($"unknown argument '{options[i]}'", StringComparison.Ordinal);
                bool input = inputs.Contains($"clang: error: no such file or directory: 'WORD{i}'");
                answers.Add((options[i], rejected ? null : !input));
            }

            return answers;
        }

        // gcc stops at some; halve until the guilty one is alone.
        const int batch = 64;
        for (int i = 0; i < options.Count; i += batch)
            AskGcc(compiler, options.GetRange(i, Math.Min(batch, options.Count - i)), answers);
        return answers;
    }

    private static void AskGcc(RealCompiler gcc, List<string> options, List<(string Option, bool? TakesNext)> answers)
    {
        var line = new List<string>();
        for (int i = 0; i < options.Count; i++) line.AddRange([options[i], $"WORD{i}"]);
        string text = gcc.Run([.. line, "-c", "WORDend"]).Text;
        bool finished = text.Contains(": WORDend: ", StringComparison.Ordinal);
        if (!finished && options.Count > 1)
        {
            int half = options.Count / 2;
            AskGcc(gcc, options.GetRange(0, half), answers);
            AskGcc(gcc, options.GetRange(half, options.Count - half), answers);
            return;
        }

        for (int i = 0; i < options.Count; i++)
        {
            // A complaint about the option itself leaves nothing to compare.
            bool rejected = !finished || text.Contains($"'{options[i]}'", StringComparison.Ordinal);
            answers.Add((options[i], rejected ? null : !text.Contains($": WORD{i}: ", StringComparison.Ordinal)));
        }
    }

    private static string Quoted(string option) => "\"" + option.Replace("\\", "\\\\", StringComparison.Ordinal) + "\"";

    /// <summary>clang lists the options of its cl and flang faces too, and those that answer instead of compiling.</summary>
    private static bool IsOfAnotherDriver(string name) =>
        OfAnotherDriver().IsMatch(name) || (OptionTable.Find(CompilerFamily.Clang, Line.Bytes(name), out OptionRow row)
            && row.Role is OptionRole.Information or OptionRole.Preprocess);

    private static bool IsGccOddity(string name) =>
        (OptionTable.Find(CompilerFamily.Gcc, Line.Bytes(name), out OptionRow row) && row.Role is OptionRole.Information or OptionRole.Preprocess)
        || GccOddity().IsMatch(name);

    [GeneratedRegex("^  (?<name>-[^ <\\[]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ListedOption();

    [GeneratedRegex("^(?:--completion.*|-specs|--specs|-fuse-ld=.*)$")]
    private static partial Regex GccOddity();

    [GeneratedRegex("^-(?:Z.*|Mach|await.*|arch:|analyze-)$")]
    private static partial Regex OfAnotherDriver();
}
