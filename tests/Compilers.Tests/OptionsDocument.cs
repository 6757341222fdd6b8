using System.Text;

namespace Larder.Compilers.Tests;

/// <summary>docs/options.md, made of the option tables: what larder does with every option that it knows.</summary>
internal static class OptionsDocument
{
    /// <summary>Every role that stands in a table, in the order of the document, with what it means to a user.</summary>
    public static readonly (OptionRole Role, string Title, string Text)[] Treatments =
    [
        (OptionRole.Keep, "Part of the key", "Another spelling of the value is another compile; nothing else follows from it."),
        (OptionRole.Drop, "Left out of the key", "They can't reach anything that is cached."),
        (OptionRole.LinkOnly, "For the linker", "gcc ignores them on a compile, and so does the key; clang says that they are unused, so they are part of it."),
        (OptionRole.StopAtObject, "Object", "The compile is cached."),
        (OptionRole.StopAtAssembly, "Assembly", "The compile is cached."),
        (OptionRole.StopAtText, "Preprocessing alone", "Cached, on standard output and in a file."),
        (OptionRole.TextForm, "Form of the preprocessor's text", "Part of the key of `-E`; refused in a compile, which writes no text."),
        (OptionRole.IncludePrecompiled, "Precompiled header", "An input by what it was made of; refused where larder hasn't seen it being made."),
        (OptionRole.SyntaxOnly, "Checks only", "Cached: diagnostics and exit status, and the files that are written all the same."),
        (OptionRole.Analyze, "Static analysis", "Cached: the report (plist, or text on stderr)."),
        (OptionRole.AnalyzerOutput, "Form of the report", "`plist`, `plist-multi-file` and `text`; the others are refused."),
        (OptionRole.Output, "Output", "Part of the key where its name can reach what is written."),
        (OptionRole.Language, "Language", "All that gcc and clang preprocess, compile or assemble of C, C++, Objective-C and assembler."),
        (OptionRole.DriverMode, "Driver mode", "`gcc` and `g++`; the others are refused."),
        (OptionRole.DependAll, "Dependency file, all headers", "Restored."),
        (OptionRole.DependUser, "Dependency file, without system headers", "Restored."),
        (OptionRole.DependFile, "Its place", "Not part of the key."),
        (OptionRole.DependTarget, "Its target", "Part of the key."),
        (OptionRole.DependPhony, "Phony targets", "Part of the key."),
        (OptionRole.DependMissing, "Missing headers allowed", "Refused: what was found can't be told from what was not."),
        (OptionRole.Debug, "Debug information", "Part of the key, and so is the working directory."),
        (OptionRole.DebugLines, "Debug information, lines only", "The same."),
        (OptionRole.SplitDwarf, "Split debug information", "The .dwo file is restored."),
        (OptionRole.SplitDwarfKind, "Split debug information, by kind", "The same."),
        (OptionRole.NoSplitDwarf, "No split debug information", "Takes it back."),
        (OptionRole.RecordLine, "Recorded command line", "The whole command line is part of the key, word by word."),
        (OptionRole.NoRecordLine, "No recorded command line", "Takes it back."),
        (OptionRole.SwitchesInDwarf, "Switches in debug information", "What would show there is not added to the command line."),
        (OptionRole.NoSwitchesInDwarf, "No switches in debug information", "Takes it back."),
        (OptionRole.Seed, "Seed", "Part of the key where it can reach the object."),
        (OptionRole.SeedSensitive, "Link-time optimisation, profiles that are made", "Part of the key, with the output's name and the seed."),
        (OptionRole.Coverage, "Coverage", "The .gcno file is restored."),
        (OptionRole.ProfileUse, "Profiles that are read", "The files' content is part of the key, found by the compiler's rules for their names; so is their absence."),
        (OptionRole.ProfileDirectory, "Where profiles are", "Part of the key; profiles are looked for there too."),
        (OptionRole.Machine, "Machine", "`native` counts by what the compiler makes of it here."),
        (OptionRole.HashFile, "Files", "The file's content is part of the key; it is looked at again after the compile."),
        (OptionRole.Plugin, "Plugins", "The plugin's bytes are part of the key. It is refused where they import what opens files, asks for the time or the environment, or starts programs, and where its name has no slash."),
        (OptionRole.Specs, "Specs", "The driver is asked each time what it would run (`-###`), and that is part of the key."),
        (OptionRole.StackUsage, "Stack usage", "The .su file is restored."),
        (OptionRole.CallGraph, "Call graph", "The .ci file is restored."),
        (OptionRole.SaveTemps, "Intermediate files", "All that are kept are restored."),
        (OptionRole.SerializedDiagnostics, "Serialized diagnostics", "The file is restored."),
        (OptionRole.AuxiliaryInformation, "Prototypes", "The file is restored."),
        (OptionRole.OptimizationRecord, "Optimization record", "The file is restored."),
        (OptionRole.OptimizationRecordFile, "Its place", "Part of the key."),
        (OptionRole.NoOptimizationRecord, "No optimization record", "Takes it back."),
        (OptionRole.DumpBase, "Names of side files", "Part of the key; the files are restored where gcc 11 and newer put them."),
        (OptionRole.DumpBaseSuffix, "Their suffix", "The same."),
        (OptionRole.DumpDirectory, "Their prefix", "The same."),
        (OptionRole.OptimisationReport, "Optimisation report", "On a stream: restored. Into a file: refused, for gcc appends to it, and compiles that run at once mix their lines."),
        (OptionRole.DiagnosticsFormat, "Form of diagnostics", "Part of the key; a file of them (gcc 13 and newer) is restored."),
        (OptionRole.ColourAlways, "Colours", "Not part of the key; what is said in colours and what is plain are kept apart."),
        (OptionRole.ColourNever, "No colours", "The same."),
        (OptionRole.ColourValue, "Colours, by value", "The same."),
        (OptionRole.PlainOutput, "Plain diagnostics", "The same."),
        (OptionRole.PrintHeaders, "List of headers", "Restored."),
        (OptionRole.Include, "Included files", "Their content counts, and every place where they were looked for."),
        (OptionRole.IncludeMacros, "Included macros", "The same."),
        (OptionRole.AssemblerList, "Words for the assembler", "Part of the key. Refused: those by which it prints or writes more than its listing (`-a…`, without `g`)."),
        (OptionRole.AssemblerWord, "A word for the assembler", "The same."),
        (OptionRole.PreprocessorList, "Words for the preprocessor", "`-MD`, `-MMD`, `-MT`, `-MQ` with a value, `-D`, `-U`; the others are refused."),
        (OptionRole.PreprocessorWord, "A word for the preprocessor", "`-D…`, `-U…` and `-fopenmp`; the others are refused."),
        (OptionRole.FrontendWord, "A word for clang's -cc1", "Options that change code or diagnostics alone; the others are refused."),
        (OptionRole.BackendWord, "A word for LLVM", "What doesn't look as if it printed, wrote or read a file; the others are refused."),
        (OptionRole.EmitLlvm, "LLVM's text or bitcode", "The compile is cached."),
        (OptionRole.ExternalAssembler, "Another assembler", "The compile is cached."),
        (OptionRole.Architecture, "Architecture", "One is cached; several are refused."),
        (OptionRole.Architectures, "For one of several architectures", "Refused."),
        (OptionRole.Information, "Questions to the driver", "Executed as they are."),
        (OptionRole.Preprocess, "Preprocessing", "Executed as it is."),
        (OptionRole.ModuleSwitch, "Modules of gcc", "Cached: the file for importers is restored, and what they read of others counts by its content. Header units are refused."),
        (OptionRole.ModuleMapper, "Mapper of modules", "A file: its content is part of the key, and every file that it names is an input. Programs and sockets are refused."),
        (OptionRole.ModuleFile, "Files of modules", "Inputs by their content, and by what they were made of; refused where larder hasn't seen them being made."),
        (OptionRole.ModuleDirectory, "Directories of modules", "Searched for the names in the texts as the compiler does."),
        (OptionRole.ModuleOutput, "File for importers", "Restored."),
        (OptionRole.StopAtInterface, "File for importers alone", "The compile is cached."),
        (OptionRole.Modules, "Other modules", "Refused."),
        (OptionRole.PrecompiledHeader, "Precompiled headers", "Refused."),
        (OptionRole.Refuse, "Refused by name", "Each is counted under its name (`larder stats`)."),
    ];

    /// <summary>Why an option is refused, by the beginning of its name; the longest that fits counts.</summary>
    private static readonly (string Prefix, string Reason)[] Reasons =
    [
        ("", "its effects are not followed: an old, odd or internal option, or one for another language"),
        ("-d", "dumps: files by the dozen, named after passes"),
        ("--dump", "dumps: files by the dozen, named after passes"),
        ("-fdeps-", "a scan for modules (gcc 14 and newer), which writes a file of its own"),
        ("-fdump-", "dumps: files by the dozen, named after passes"),
        ("-iplugindir=", "plugins are known by their paths"),
        ("-wrapper", "runs a program that may do anything"),
        ("-ftime-", "a measurement: another one each time"),
        ("-time", "a measurement: another one each time"),
        ("-Q", "a measurement: another one each time"),
        ("-fmem-report", "a measurement: another one each time"),
        ("-fproc-stat-report", "a measurement: another one each time"),
        ("-fstats", "a measurement: another one each time"),
        ("-save-stats", "a measurement: another one each time"),
        ("--save-stats", "a measurement: another one each time"),
        ("-fsave-optimization-record", "gcc's record holds addresses, other ones each time"),
        ("-fthinlto-index=", "names further bitcode files in its text"),
        ("-ivfsoverlay", "names further files in its text, and stands them where others look for them"),
        ("-vfsoverlay", "names further files in its text, and stands them where others look for them"),
        ("-fbuild-session-file=", "counts by the file's time, not its content"),
        ("-fbuild-session-timestamp=", "a time"),
        ("-MJ", "appends to a file that other compiles append to"),
        ("-gen-cdb-fragment-path", "writes a file with a name chosen at random"),
        ("-index-", "writes into an index that other compiles write into"),
        ("-dependency-dot", "a file that is not restored"),
        ("-dependency-file", "a file that is not restored"),
        ("-fopenmp-targets=", "several compiles for several machines in one; names in the object hold the source's inode"),
        ("-fopenmp-host-ir-file-path", "several compiles for several machines in one; names in the object hold the source's inode"),
        ("-Xopenmp-target", "several compiles for several machines in one"),
        ("-Xcuda", "several compiles for several machines in one"),
        ("-fcuda", "several compiles for several machines in one"),
        ("--cuda", "several compiles for several machines in one"),
        ("--offload", "several compiles for several machines in one"),
        ("-foffload", "several compiles for several machines in one"),
        ("-fsycl", "several compiles for several machines in one"),
        ("-fhip", "several compiles for several machines in one"),
        ("-fgpu", "several compiles for several machines in one"),
        ("-fcompare-debug", "compiles twice and compares"),
        ("-frepo", "writes a file that the linker changes"),
        ("-fcrash-diagnostics", "files for a bug report"),
        ("-freport-bug", "files for a bug report"),
        ("-gen-reproducer", "files for a bug report"),
        ("-working-directory", "moves every relative path"),
        ("-fdiagnostics-add-output=", "a file whose name and form stand in its value"),
        ("-fdiagnostics-set-output=", "a file whose name and form stand in its value"),
        ("-fthin-link-bitcode=", "a file that is not restored"),
        ("-fprofile-note=", "a file whose place depends on the release"),
        ("-fprofile-", "a profile option whose files are not known"),
        ("--verify", "turns errors into what is expected"),
        ("-verify", "turns errors into what is expected"),
    ];

    /// <summary>The text of the document.</summary>
    public static string Text()
    {
        StringBuilder text = new();
        text.Append("""
            # What larder does with each option

            This file is made of the option tables (`./dev docs`), and a test holds it against them. Another test asks the installed gcc and clang
            for every option that they list: each is in here by its name, or covered by one that ends where its value begins (`-W`, `-m`, `-O`), or is
            one of the plain `-f` options below. An option that is not known at all is not refused: it is part of the key, and everything is
            assumed of it (the working directory, the seed, the search path) – unless a bare word follows, which may be its value or a second source.

            *joined*: the value follows in the same word. *next*: it is the next word. *either*: both forms.


            """);
        foreach (CompilerFamily family in (ReadOnlySpan<CompilerFamily>)[CompilerFamily.Gcc, CompilerFamily.Clang])
            AddFamily(text, family);
        AddPlainFlags(text);
        return text.ToString();
    }

    private static void AddFamily(StringBuilder text, CompilerFamily family)
    {
        text.Append("## ").Append(family == CompilerFamily.Gcc ? "gcc" : "clang").Append("\n\n");
        var rows = Encoding.UTF8.GetString(OptionTable.RowsOf(family)).Split('\n').Select(static row => row.Split(' ')).ToLookup(static row => (OptionRole)row[3][0]);
        foreach ((OptionRole role, string title, string what) in Treatments)
        {
            List<string[]> options = [.. rows[role]];
            if (options.Count == 0) continue;
            text.Append("### ").Append(title).Append("\n\n").Append(what).Append("\n\n");
            if (role == OptionRole.Refuse) AddRefusals(text, options);
            else text.Append(Wrap(options.Select(static row => Shown(row)))).Append("\n\n");
        }
    }

    private static void AddRefusals(StringBuilder text, List<string[]> options)
    {
        text.Append("| why | options |\n|---|---|\n");
        foreach (IGrouping<string, string[]> group in options.GroupBy(static row => Reason(row[0])).OrderBy(static group => group.Key, StringComparer.Ordinal))
            text.Append("| ").Append(group.Key).Append(" | ").AppendJoin(", ", group.Select(static row => Shown(row))).Append(" |\n");
        text.Append('\n');
    }

    private static string Reason(string option) =>
        Reasons.Where(reason => option == reason.Prefix || (reason.Prefix is not ("-d" or "-Q" or "-time") && option.StartsWith(reason.Prefix, StringComparison.Ordinal)))
            .MaxBy(static reason => reason.Prefix.Length).Reason;

    private static string Shown(string[] row) => $"`{row[0]}`" + row[1] switch
    {
        "J" => row[0].EndsWith('=') || row[0].EndsWith(',') ? "" : " (joined)",
        "S" => " (next)",
        "E" => " (either)",
        "A" => " (joined and next)",
        "2" => " (next two)",
        "3" => " (next three)",
        _ => "",
    };

    private static void AddPlainFlags(StringBuilder text)
    {
        text.Append("""
            ## Plain -f options

            Of either compiler, each with its `-fno-` form: they change the code or the diagnostics, are part of the key, and do nothing else.


            """);
        text.Append(Wrap(Encoding.UTF8.GetString(PlainFlags.Names).Split([' ', '\n']).Select(static name => $"`-f{name}`"))).Append('\n');
    }

    private static string Wrap(IEnumerable<string> words)
    {
        StringBuilder text = new();
        int column = 0;
        foreach (string word in words)
        {
            if (column > 0)
            {
                text.Append(',');
                bool fits = column + word.Length + 2 <= 140;
                text.Append(fits ? ' ' : '\n');
                column = fits ? column + 2 : 0;
            }

            text.Append(word);
            column += word.Length;
        }

        return text.ToString();
    }
}
