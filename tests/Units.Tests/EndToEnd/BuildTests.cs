using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>A developer's day with the fixture's repository: what is built, what isn't, and that it is what Nix would build.</summary>
public sealed class BuildTests : IClassFixture<BuiltRepository>
{
    private readonly UnitRepository _repository;

    public BuildTests(BuiltRepository built)
    {
        _repository = built.Repository;
        built.PutBack();
    }

    [NixFact]
    public void All_units_are_what_Nix_builds()
    {
        foreach (string unit in BuiltRepository.Units)
            _repository.ExpectAsNixBuilds(unit);
    }

    [NixFact]
    public void Compilers_say_nothing_that_they_would_not_say_without_larder()
    {
        // Checks of cmake's take the word "warning" for a refusal.
        foreach (string unit in BuiltRepository.Units)
        {
            string log = _repository.Run("log", unit).Succeeded().Output;
            Assert.Contains("Running phase: ", log, StringComparison.Ordinal);
            Assert.DoesNotContain("larder: warning", log, StringComparison.Ordinal);
        }
    }

    [NixFact]
    public void With_nothing_changed_nothing_is_built_even_where_files_were_touched()
    {
        Assert.Empty(_repository.Build());
        File.SetLastWriteTimeUtc(_repository.PathOf("arith/src/add.c"), DateTime.UtcNow);
        Assert.Empty(_repository.Build());
    }

    [NixFact]
    public void A_comment_that_changes_no_object_ends_at_its_unit()
    {
        _repository.Edit("arith/src/add.c", "return a + b; }", "return a + b; } // so it is");
        Assert.Equal(["arith built"], _repository.Build());
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void What_a_static_library_contains_reaches_all_that_link_it()
    {
        _repository.Edit("arith/src/add.c", "a + b", "a + b + 100");
        Assert.Equal(["app built", "arith built", "calc built", "tested built"], _repository.Build());
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void A_headers_edit_reaches_all_that_include_it()
    {
        string before = _repository.Say("app");
        _repository.Edit("version/include/version.h", _repository.Read("version/include/version.h").Split('\n').First(line => line.Contains("define PROJECTS_VERSION", StringComparison.Ordinal)), "#define PROJECTS_VERSION 77");
        string[] deeds = _repository.Build();
        Assert.Contains("version built", deeds);
        Assert.Contains("app built", deeds);
        Assert.DoesNotContain("greet built", deeds);
        Assert.NotEqual(before, _repository.Say("app"));
        _repository.ExpectAsNixBuilds("app");
        _repository.ExpectAsNixBuilds("plain");
    }

    [NixFact]
    public void A_shared_librarys_body_reaches_nobody_and_yet_is_what_programs_run()
    {
        _repository.Edit("greet/src/words.cpp", "hello", "good evening");
        Assert.Equal(["greet built"], _repository.Build().Where(deed => !deed.StartsWith("viewer", StringComparison.Ordinal) && !deed.StartsWith("joined", StringComparison.Ordinal)));
        Assert.StartsWith("good evening, app", _repository.Say("app"));
        _repository.ExpectAsNixBuilds("app");
        _repository.ExpectAsNixBuilds("viewer");
    }

    [NixFact]
    public void A_shared_librarys_interface_reaches_who_links_it()
    {
        _repository.Edit("greet/src/words.cpp", "const char *word()", "int added_symbol;\nconst char *word()");
        string[] deeds = _repository.Build();
        Assert.Contains("greet built", deeds);
        Assert.Contains("app built", deeds);
    }

    [NixFact]
    public void What_is_put_back_is_restored_and_its_dependents_link_it()
    {
        string before = _repository.Say("app");
        _repository.Edit("arith/src/scaled.c", "return", "return 7 *");
        _repository.Build();
        Assert.NotEqual(before, _repository.Say("app"));
        _repository.ExpectAsNixBuilds("app");
        _repository.Edit("arith/src/scaled.c", "return 7 *", "return");
        Assert.Equal(["app restored", "arith restored", "calc restored"], _repository.Build().Where(deed => !deed.StartsWith("tested", StringComparison.Ordinal)));
        Assert.Equal(before, _repository.Say("app"));

        // A further edit of a dependent links what is selected now, not what was built last.
        _repository.Edit("app/src/report.c", "%u letters", "%u signs");
        Assert.Equal(["app built"], _repository.Build());
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void A_file_that_is_put_back_with_its_old_time_stamp_is_built_again()
    {
        string path = _repository.PathOf("text/text.c");
        byte[] content = File.ReadAllBytes(path);
        DateTime time = File.GetLastWriteTimeUtc(path);
        _repository.Write("text/text.c", File.ReadAllText(path) + "\nint another;\n");
        _repository.Build();
        _repository.Write("text/text.c", File.ReadAllText(path) + "\nint a_third;\n");
        _repository.Build();
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, time);

        // Not from the artifact that exists, but by the phases.
        _repository.Edit("text/text.h", "#ifndef", "\n#ifndef");
        _repository.Build();
        _repository.ExpectAsNixBuilds("text");
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void A_header_that_appears_before_another_is_seen()
    {
        _repository.Edit("app/src/report.c", "<version.h>", "\"version.h\"");
        _repository.Build();
        _repository.Write("app/src/version.h", "#define PROJECTS_VERSION 4711\n");
        Assert.Equal(["app built"], _repository.Build());
        Assert.Contains("version 4711", _repository.Say("app"));
        _repository.ExpectAsNixBuilds("app");
        File.Delete(_repository.PathOf("app/src/version.h"));
        _repository.Build();
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void A_source_file_that_a_glob_finds_is_built_and_linked()
    {
        _repository.Write("arith/src/more.c", "int more_of_arith(void) { return 1; }\n");
        _repository.Build();
        _repository.ExpectAsNixBuilds("arith");
        File.Delete(_repository.PathOf("arith/src/more.c"));
        _repository.Build();
        _repository.ExpectAsNixBuilds("arith");
    }

    [NixFact]
    public void A_patched_source_is_patched_anew_and_only_what_changed_is_compiled()
    {
        _repository.Edit("patched/src/other.c", "{", "{ /* edited */");
        Assert.Equal(["patched built"], _repository.Build());
        _repository.ExpectAsNixBuilds("patched");
    }

    [NixFact]
    public void What_stands_between_units_is_built_again_when_what_it_needs_has_changed()
    {
        _repository.Edit("generator/make-table.c", "printf(\"", "printf(\"1000, \" \"");
        string[] deeds = _repository.Build();
        Assert.Contains("generator built", deeds);
        Assert.Contains("table built", deeds);
        Assert.Contains("viewer built", deeds);
        _repository.ExpectAsNixBuilds("viewer");
    }

    [NixFact]
    public void A_compile_error_is_shown_whole_with_the_units_name_and_the_old_result_stays()
    {
        string before = _repository.Say("app");
        _repository.Edit("calc/calc.cpp", "int sum = 0;", "int sum = nothing_of_that_name;");
        UnitRun run = _repository.Run("build");
        Assert.Equal(1, run.ExitCode);
        string[] lines = run.Error.Split('\n');
        int said = Array.FindIndex(lines, line => line.StartsWith("larder: calc: ", StringComparison.Ordinal));
        Assert.True(said >= 0, run.Error);
        Assert.DoesNotContain(lines[..said], line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("calc.cpp:", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing_of_that_name", run.Error, StringComparison.Ordinal);
        Assert.Contains("int sum = nothing_of_that_name;", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _repository.Say("app"));

        Assert.Contains("nothing_of_that_name", _repository.Run("log", "calc").Succeeded().Output, StringComparison.Ordinal);
        _repository.Edit("calc/calc.cpp", "nothing_of_that_name", "0");
        _repository.Build();
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public void With_keep_going_only_what_depends_on_a_failure_is_left_out()
    {
        _repository.Edit("text/text.c", "{", "{ error here");
        _repository.Edit("plain/src/part.c", "{", "{ /* edited */");
        UnitRun run = _repository.Run("build", "--keep-going", "-j1");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("plain built", run.Deeds);
        Assert.Contains("1 failed, 1 not begun for that", run.Error, StringComparison.Ordinal);
    }

    [NixFact]
    public void A_dry_run_says_what_and_why_and_does_nothing()
    {
        _repository.Edit("arith/src/scaled.c", "return", "return 3 *");
        UnitRun run = _repository.Run("build", "--dry-run").Succeeded();
        Assert.Contains("arith would be built:\n  src/scaled.c changed\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("calc would be built if that changes arith\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("arith is to be built", _repository.Run("why", "arith").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("src/scaled.c changed", _repository.Run("status").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("arith built", _repository.Build());
        Assert.StartsWith("arith is up to date", _repository.Run("why", "arith").Succeeded().Output);
        Assert.Contains("Nothing to do", _repository.Run("build", "--dry-run").Succeeded().Output, StringComparison.Ordinal);
    }

    [NixFact]
    public void One_unit_is_built_with_what_it_needs_by_name_or_directory()
    {
        _repository.Edit("arith/src/scaled.c", "return", "return 5 *");
        _repository.Edit("text/text.c", "{", "{ /* not asked for */");
        Assert.Equal(["arith built", "calc built"], _repository.Build("calc"));
        Assert.Equal(["text built"], _repository.Build("text/"));
        UnitRun unknown = _repository.Run("build", "calk");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("calk", unknown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", unknown.Error, StringComparison.Ordinal);
    }

    [NixFact]
    public void What_was_cleaned_is_built_from_nothing_and_what_a_link_holds_is_not_collected()
    {
        _repository.Run("clean", "plain").Succeeded();
        Assert.Equal(["plain built"], _repository.Build());
        _repository.Run("build", "plain", "-o", "held").Succeeded();
        _repository.Run("gc", "--older-than", "0s", "--to-size", "0").Succeeded();
        Assert.StartsWith("plain ", _repository.Say("plain"));
    }

    [NixFact]
    public void The_graph_is_shown_as_text_a_picture_and_for_graphviz()
    {
        Assert.Contains("plain (plain): version", _repository.Run("graph", "plain").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("\"version\" -> \"plain\";", _repository.Run("graph", "plain", "--dot").Succeeded().Output, StringComparison.Ordinal);
        _repository.Edit("plain/src/main.c", "plain %d", "drawn %d");
        string picture = _repository.Run("graph", "plain", "--svg").Succeeded().Output;
        Assert.NotNull(System.Xml.Linq.XDocument.Parse(picture).Root);
        Assert.Contains(">plain, to be built</text>", picture, StringComparison.Ordinal);
        Assert.Contains("- src/main.c changed", picture, StringComparison.Ordinal);
        Assert.Contains(">cmake, up to date</text>", picture, StringComparison.Ordinal);
        Assert.Contains("<title>version → plain</title>", picture, StringComparison.Ordinal);
        UnitRun both = _repository.Run("graph", "--svg", "--dot");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--svg and --dot", both.Error, StringComparison.Ordinal);
    }

    [NixFact]
    public void Links_paths_and_the_Nix_store_get_the_result()
    {
        UnitRun run = _repository.Run("build", "app", "-o", "link", "--print-out-paths").Succeeded();
        Assert.Equal(_repository.View("app") + "\n", run.Output);
        Assert.Equal(_repository.View("app"), new FileInfo(_repository.PathOf("link")).LinkTarget);
        string registered = _repository.Run("build", "app", "--register").Succeeded().Output.Trim();
        Assert.Equal(0, _repository.Nix("nix-store", "--check-validity", registered).Status);
        Assert.True(File.Exists(registered + "/bin/app"));
    }
}
