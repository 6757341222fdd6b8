using Larder.Units.Declaration;
using Larder.Units.Derivations;
using Larder.Units.Graph;
using Larder.Units.Replay;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

/// <summary>Every kind of unit, cold: nix-build of the same derivations says what must come out.</summary>
public sealed class GraphReplayTests(Replays projects) : IClassFixture<Replays>
{
    [NixFact]
    public void An_application_over_five_libraries_does_what_nix_builds_does()
    {
        projects.Build("app");
        Assert.Equal(projects.Output(projects.NixBuild("app") + "/bin/app"), projects.Output(projects.View("app") + "/bin/app"));
    }

    [NixFact]
    public void A_unit_behind_a_join_of_links_is_linked_with_the_views()
    {
        projects.Build("viewer");
        Assert.Equal(projects.Output(projects.NixBuild("viewer") + "/bin/viewer"), projects.Output(projects.View("viewer") + "/bin/viewer"));
        Assert.StartsWith(projects.View("greet"), new FileInfo(projects.View("joined") + "/include/greet.hpp").LinkTarget!, StringComparison.Ordinal);
    }

    [NixFact]
    public void Header_only_units_install_their_headers() // The peer's defect 5.
    {
        projects.Build("version");
        Assert.Equal(File.ReadAllBytes(projects.NixBuild("version") + "/include/version.h"), File.ReadAllBytes(projects.View("version") + "/include/version.h"));
    }

    [NixFact]
    public void A_static_library_is_the_same_byte_for_byte()
    {
        projects.Build("arith");
        Assert.Equal(File.ReadAllBytes(projects.NixBuild("arith") + "/lib/libarith.a"), File.ReadAllBytes(projects.View("arith") + "/lib/libarith.a"));
    }

    [NixFact]
    public void Several_outputs_hold_what_they_hold_in_the_store()
    {
        projects.Build("splitUser");
        Assert.Equal("split 11\n", projects.Output(projects.View("splitUser") + "/bin/split-user"));
        Assert.True(File.Exists(projects.View("split", "dev") + "/include/split.h"));
        Assert.False(Directory.Exists(projects.View("split") + "/include"));
    }

    [NixTheory]
    [InlineData("patched", "bin/patched")]
    [InlineData("nested", "bin/nested")]
    [InlineData("plain", "bin/plain")]
    [InlineData("tested", "bin/tested")]
    public void Programs_say_what_nix_builds_do(string unit, string program)
    {
        projects.Build(unit);
        Assert.Equal(projects.Output($"{projects.NixBuild(unit)}/{program}"), projects.Output($"{projects.View(unit)}/{program}"));
    }

    [NixFact]
    public void Structured_attributes_keep_their_words_and_name_the_view()
    {
        projects.Build("structured");
        string theirs = projects.NixBuild("structured");
        Assert.Equal(
            projects.Output(theirs + "/bin/structured").Replace(theirs, projects.View("structured"), StringComparison.Ordinal),
            projects.Output(projects.View("structured") + "/bin/structured"));
    }

    [NixFact]
    public void Own_outputs_placeholders_and_texts_passed_as_files_name_the_view() // The peer's defect 7.
    {
        projects.Build("named");
        Assert.Equal($"kept below {projects.View("named")}, with version.h of {projects.View("version")}\n", projects.Output(projects.View("named") + "/bin/named"));
        Assert.Equal(
            $"kept below {projects.NixBuild("named")}, with version.h of {projects.NixBuild("version")}\n", projects.Output(projects.NixBuild("named") + "/bin/named"));
    }

    [NixFact]
    public void Cores_are_what_the_request_says() // The peer's defect 7.
    {
        string path = projects.Instantiate("""derivation { name = "cores"; system = builtins.currentSystem; builder = "/bin/bash"; args = [ "-c" "echo cores: $NIX_BUILD_CORES; echo > $out" ]; }""");
        Assert.Equal("cores: 2\n", projects.BuildAlone(Replays.Between(path)));
    }

    [NixFact]
    public void The_check_phase_runs_where_it_is_asked_for_only()
    {
        projects.Build("tested");
        Assert.DoesNotContain("checkPhase", projects.BuildAlone(projects.Node("tested")), StringComparison.Ordinal);
        string log = projects.BuildAlone(projects.Node("tested"), UnitOptions.Default with { RunsChecks = true });
        Assert.Contains("Running phase: checkPhase", log, StringComparison.Ordinal);
        Assert.Matches("Ok: +1", log);
    }

    [NixFact]
    public void The_fixup_phase_runs_where_it_is_asked_for_only()
    {
        projects.Build("generator");
        string program = projects.View("generator") + "/bin/make-table";
        long whole = new FileInfo(program).Length;
        projects.BuildAlone(projects.Node("generator"), UnitOptions.Default with { RunsFixup = true });
        Assert.True(new FileInfo(program).Length < whole);
    }

    [NixFact]
    public void An_output_that_was_not_made_is_the_problem()
    {
        string path = projects.Instantiate("""derivation { name = "half"; system = builtins.currentSystem; builder = "/bin/bash"; outputs = [ "out" "dev" ]; args = [ "-c" "echo > $out" ]; }""");
        (ReplayOutcome outcome, _) = projects.Replay(Replays.Between(path));
        Assert.False(outcome.Succeeded);
        Assert.Contains("\"dev\" was not made", outcome.Problem, StringComparison.Ordinal);
    }

    [NixFact]
    public void A_unit_without_stdenv_is_refused_in_words()
    {
        string path = projects.Instantiate("""derivation { name = "bare"; system = builtins.currentSystem; builder = "/bin/bash"; args = [ "-c" "echo > $out" ]; }""");
        Derivation derivation = DerivationReader.Read(path);
        UnitNode like = projects.Node("version");
        UnitNode node = new()
        {
            Name = "bare",
            Kind = NodeKind.Cmake,
            Derivation = derivation,
            Source = like.Source,
            Options = UnitOptions.Default,
            Dependencies = [],
            Boundary = [],
            Identity = like.Identity,
            SourcePath = null,
        };
        UnitFault fault = Assert.Throws<UnitFault>(() => projects.Replay(node));
        Assert.Contains("no attribute stdenv", fault.Message, StringComparison.Ordinal);
    }
}
