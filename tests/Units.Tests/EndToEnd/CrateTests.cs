using System.Diagnostics;
using System.Text.RegularExpressions;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>Crates in the form of nixpkgs' buildRustCrate: a diamond with a build script, a procedural macro and C behind it, and what links it.</summary>
public sealed class CrateTests : IDisposable
{
    private static readonly string[] All =
    [
        "counter built", "dev.app built", "dev.base built", "dev.bound built", "dev.left built", "dev.macros built", "dev.over built", "dev.plugin built", "dev.reader built", "dev.right built",
        "dev.script built", "dev.stamped built", "dev.tool built", "dev.top built",
    ];

    private readonly UnitRepository _repository = new("crates");
    private readonly WatchedCompiler? _compiler;

    public CrateTests()
    {
        if (RustFactAttribute.Compiler is null)
            return;
        _compiler = new WatchedCompiler(_repository.Root + "/compiler");
        _repository.Variables["FIXTURE_RUST"] = _compiler.Path;
    }

    private WatchedCompiler Compiler => _compiler!;

    public void Dispose() => _repository.Dispose();

    [RustFact]
    public void What_is_built_is_what_Nix_builds()
    {
        Assert.Equal(All, _repository.Build());
        Assert.Equal("<right 0.1.0> 149\n", _repository.Say("dev.app", "app"));
        ExpectAsNix("app", "app");
        ExpectAsNix("tool", "count-it");
        foreach ((string file, string old, string fresh) in ((string, string, string)[])
            [
                ("base/src/inner.rs", "value * 2", "value * 5"), ("script/src/lib.rs", "= 3", "= 4"), ("macros/src/lib.rs", "+ 1", "+ 2"), ("counter/counter.c", "21", "9"),
                ("right/build.rs", "right {}", "Right {}"),
            ])
        {
            _repository.Edit(file, old, fresh);
            _repository.Build();
            ExpectAsNix("app", "app");
        }

        // The names that are installed, a build script's among them.
        string nix = _repository.NixBuild("dev.workspaceMembers.right.build.lib");
        Assert.Equal(UnitRepository.Files(nix), UnitRepository.Files(_repository.View("dev.right", "lib")));
        Assert.Empty(_repository.Build());
        Assert.NotEmpty(Directory.GetDirectories(_repository.Cache, "*.incremental", SearchOption.AllDirectories).SelectMany(Directory.GetDirectories));
    }

    [RustFact]
    public void A_library_is_compiled_while_the_code_of_what_it_needs_is_generated_and_what_links_waits()
    {
        // Neither would end if nobody began before it had.
        Compiler.Hold("base", until: "left");
        Compiler.Hold("left", until: "top");
        Assert.Equal(All, _repository.Build("-j", "4"));
        string[] events = Compiler.Events();
        Before(events, "begins left", "ends base");
        Before(events, "begins top", "ends left");
        Before(events, "ends base", "begins app");
        Before(events, "ends left", "begins plugin");
        Before(events, "ends top", "begins app");
        Assert.Equal("<right 0.1.0> 149\n", _repository.Say("dev.app", "app"));
        Assert.Empty(_repository.Build());

        // A second time by what is known of it.
        _repository.Edit("base/src/inner.rs", "value * 2", "value * 3");
        Assert.Equal(["dev.app built", "dev.base built", "dev.left built", "dev.plugin built", "dev.right built", "dev.tool built", "dev.top built"], _repository.Build("-j", "4"));
        events = Compiler.Events();
        Before(events, "begins left", "ends base");
        Before(events, "begins top", "ends left");
        Before(events, "ends base", "begins app");
        Assert.Equal("<right 0.1.0> 222\n", _repository.Say("dev.app", "app"));
        Assert.Empty(_repository.Build());
    }

    [RustFact]
    public void An_edit_that_leaves_the_metadata_as_it_was_reaches_those_that_link_only()
    {
        _repository.Build();
        File.AppendAllText(_repository.PathOf("base/src/inner.rs"), "// A comment behind everything.\n");
        Assert.Equal(["dev.app built", "dev.base built", "dev.plugin built", "dev.tool built"], _repository.Build());
        Assert.Equal("<right 0.1.0> 149\n", _repository.Say("dev.app", "app"));

        // The body of a function that nobody sees is in what rustc calls the crate's hash.
        _repository.Edit("base/src/inner.rs", "value * 2", "value * 3");
        Assert.Contains("dev.left built", _repository.Build());
        Assert.Contains("dev.base's metadata changed", _repository.Run("build", "--dry-run").Succeeded().Output + Why("dev.left", "base/src/inner.rs", "value * 3", "value * 4"), StringComparison.Ordinal);
    }

    [RustFact]
    public void An_edit_in_C_that_is_bound_into_a_library_reaches_who_links_it_only()
    {
        _repository.Build("dev.tool");
        Assert.Equal("25\n", _repository.Say("dev.tool", "count-it"));
        _repository.Edit("counter/counter.c", "21", "30");
        Assert.Equal(["counter built", "dev.bound built", "dev.tool built"], _repository.Build("dev.tool"));
        Assert.Equal("34\n", _repository.Say("dev.tool", "count-it"));
    }

    [RustFact]
    public void A_crate_without_code_in_the_end_has_no_dependents()
    {
        _repository.Build();
        string before = _repository.Say("dev.app", "app");
        byte[] left = Library("left");
        foreach (string[] options in (string[][])[[], ["--keep-going"]])
        {
            _repository.Edit("base/src/inner.rs", "value * ", "value * 1 * ");
            Compiler.Events();
            Compiler.Hold("base", until: "left", fails: true);
            UnitRun run = _repository.Run(["build", "-j", "4", .. options]);
            Assert.Equal(1, run.ExitCode);
            Assert.Empty(run.Deeds);
            Assert.Contains("larder: dev.base: buildPhase failed", run.Error, StringComparison.Ordinal);
            Assert.Contains("error: base has no code", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("larder: dev.left", run.Error, StringComparison.Ordinal);
            Assert.Contains("ends left", Compiler.Events());
            // What stood there still does.
            Assert.Equal(before, _repository.Say("dev.app", "app"));
            Assert.Equal(left, Library("left"));
        }

        Compiler.Release("base");
        string[] deeds = _repository.Build();
        Assert.Contains("dev.base built", deeds);
        Assert.Contains("dev.left built", deeds);
        Assert.Equal(before, _repository.Say("dev.app", "app"));
        Assert.Empty(_repository.Build());
    }

    [RustFact]
    public void What_is_killed_between_metadata_and_code_is_as_it_was_and_can_be_built()
    {
        _repository.Build();
        string before = _repository.Say("dev.app", "app");
        byte[] left = Library("left");
        _repository.Edit("base/src/inner.rs", "value * 2", "value * 3");
        Compiler.Events();
        Compiler.Hold("base", until: "nobody");
        using (Process process = _repository.Start("build", "-j", "4"))
        {
            process.StandardInput.Close();
            Compiler.WaitFor("left");
            process.Kill();
            UnitRun.Of(process);
        }

        Compiler.Release("base");
        // Any command that changes nothing sees what was there; the next build puts it back first.
        Assert.Equal(["counter built"], OnlyCounter());
        Assert.Equal(before, _repository.Say("dev.app", "app"));
        Assert.Equal(left, Library("left"));
        Assert.Empty(Directory.GetDirectories(_repository.Cache, "m", SearchOption.AllDirectories));
        Assert.Contains("dev.left built", _repository.Build());
        Assert.NotEqual(before, _repository.Say("dev.app", "app"));
        Assert.Empty(_repository.Build());
    }

    [RustFact]
    public void A_forecast_that_was_wrong_costs_time_and_nothing_else()
    {
        // The first time "sum" is not foretold: reader fails to compile, and that is no failure.
        Compiler.Hold("stamped", until: "nobody");
        using (Process process = _repository.Start("build", "-j", "4", "dev.reader"))
        {
            process.StandardInput.Close();
            Until(() => Events().Contains("fails reader"));
            Compiler.Release("stamped");
            File.WriteAllText(_repository.Root + "/compiler/ended/nobody", "");
            Assert.Equal(["dev.reader built", "dev.stamped built"], UnitRun.Of(process).Succeeded().Deeds);
        }

        Compiler.Events();
        ExpectStamp();

        // It is known by now: nobody begins by a forecast.
        _repository.Edit("stamped/src/lib.rs", "    1", "    2");
        Assert.Equal(["dev.reader built", "dev.stamped built"], _repository.Build("-j", "4", "dev.reader"));
        Assert.Equal(["begins stamped", "ends stamped", "begins reader", "ends reader"], Compiler.Events());
        ExpectStamp();
        Assert.Empty(_repository.Build("dev.reader"));
    }

    [RustFact]
    public void A_crate_that_turns_out_to_link_is_built_with_the_code()
    {
        Assert.Contains("dev.tool built", _repository.Build("dev.tool"));
        Assert.Equal("25\n", _repository.Say("dev.tool", "count-it"));
        string[] first = Compiler.Events();
        Assert.Equal(2, first.Count(line => line == "begins tool"));
        Assert.Single(first, "ends count_it");

        // And the next time at once.
        _repository.Edit("tool/cli/tool.rs", "println!(\"{}\"", "println!(\"tool: {}\"");
        Assert.Equal(["dev.tool built"], _repository.Build("dev.tool"));
        Assert.Equal(["begins tool", "ends tool", "begins count_it", "ends count_it"], Compiler.Events());
        Assert.Equal("tool: 25\n", _repository.Say("dev.tool", "count-it"));
    }

    [RustFact]
    public void Diagnostics_are_rustcs_own()
    {
        _repository.Edit("left/src/lib.rs", "+ 1", "+ 1;");
        UnitRun run = _repository.Run("build", "dev.left");
        Assert.Equal(1, run.ExitCode);
        (_, _, string nix) = _repository.Nix("env", $"FIXTURE_RUST={Compiler.Path}", "nix-build", _repository.PathOf("units.nix"), "-A", "dev.workspaceMembers.left.build", "--no-out-link");
        string[] expected = [.. nix.Split('\n').SkipWhile(line => !line.Contains("error", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("builder for", StringComparison.Ordinal))];
        Assert.True(expected.Length > 3, nix);

        // In colours, as buildRustCrate asks for them; Nix takes them away where there is no terminal.
        Assert.Contains(string.Join('\n', expected), Plain(_repository.Run("log", "dev.left").Output), StringComparison.Ordinal);
        string[] shown = [.. Plain(run.Error).Split('\n').SkipWhile(line => line.StartsWith('[') || line.StartsWith("larder: Nix ", StringComparison.Ordinal))];
        Assert.StartsWith("larder: dev.left: buildPhase failed", shown[0], StringComparison.Ordinal);
        Assert.StartsWith("error[E0308]: ", shown[1], StringComparison.Ordinal);
    }

    private void ExpectAsNix(string unit, string program) =>
        Assert.Equal(UnitRepository.Say($"{_repository.NixBuild($"dev.workspaceMembers.{unit}.build")}/bin/{program}", []), _repository.Say($"dev.{unit}", program));

    private static void Before(string[] events, string first, string second)
    {
        Assert.Contains(first, events);
        Assert.True(Array.IndexOf(events, first) < Array.IndexOf(events, second), $"{first} before {second}:\n{string.Join('\n', events)}");
    }

    private static string Plain(string text) => Regex.Replace(text, "\x1b\\[[0-9;]*m", "");

    private static void Until(Func<bool> condition)
    {
        for (int i = 0; i < 12_000 && !condition(); i++)
            Thread.Sleep(10);
        Assert.True(condition());
    }

    private string[] Events() => File.Exists(_repository.Root + "/compiler/events") ? File.ReadAllLines(_repository.Root + "/compiler/events") : [];

    private byte[] Library(string crate) => File.ReadAllBytes(Directory.GetFiles(_repository.View("dev." + crate, "lib") + "/lib", "*.rlib").Single());

    private string Why(string unit, string file, string old, string fresh)
    {
        _repository.Edit(file, old, fresh);
        _repository.Build("dev.base");
        return _repository.Run("why", unit).Output;
    }

    private string[] OnlyCounter()
    {
        _repository.Edit("counter/counter.c", "return 21;", "return 21; /* the same */");
        return _repository.Build("counter");
    }

    private void ExpectStamp()
    {
        string library = _repository.View("dev.stamped", "lib");
        string sum = File.ReadAllText(library + "/sum").Split(' ')[0];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Library("stamped"))), sum);
        // The text stands in the reader's code.
        Assert.True(Library("reader").AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(sum)) >= 0);
    }
}
