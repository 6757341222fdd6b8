using Larder.Units.Graph;
using Larder.Units.Scheduling;

namespace Larder.Units.Tests.Scheduling;

public sealed class SchedulerTests
{
    [Fact]
    public void Each_node_comes_after_all_that_it_depends_on()
    {
        UnitGraph graph = TestGraph.Of("a", "b: a", "c: a", "d: b c", "e");
        TestableWork work = new();
        var outcomes = new Scheduler(graph, work, work, jobs: 3, keepsGoing: false).Run(default);
        Assert.All(outcomes.Values, outcome => Assert.Equal(NodeState.Built, outcome.State));
        List<string> ends = [.. work.Ends.Select(end => end.Split(' ')[0])];
        foreach (UnitNode node in graph.Nodes)
        {
            foreach (UnitNode dependency in node.Dependencies)
                Assert.True(ends.IndexOf(dependency.Name) < ends.IndexOf(node.Name), string.Join(' ', ends));
        }
    }

    [Fact]
    public void What_is_known_is_not_built_and_takes_no_job()
    {
        TestableWork work = new() { Known = { "a", "b", "d" } };
        var outcomes = new Scheduler(TestGraph.Of("a", "b: a", "c: b", "d: c"), work, work, jobs: 1, keepsGoing: false).Run(default);
        Assert.Equal(["c"], work.Begun);
        Assert.Equal(4, outcomes.Count);
        Assert.Equal(["a Kept", "b Kept", "c Built", "d Kept"], work.Ends);
    }

    [Fact]
    public void No_more_run_at_once_than_there_are_jobs()
    {
        using Barrier pair = new(2);
        TestableWork work = new()
        {
            OnBuild = (_, stop) =>
            {
                pair.SignalAndWait(stop);
                return new NodeOutcome(NodeState.Built);
            },
        };
        new Scheduler(TestGraph.Of("a", "b", "c", "d", "e", "f"), work, work, jobs: 2, keepsGoing: false).Run(default);
        Assert.Equal(2, work.MostAtOnce);
    }

    [Fact]
    public void What_the_longest_way_leads_through_comes_first()
    {
        TestableWork work = new() { Expected = { ["short"] = 10, ["long"] = 5, ["behind"] = 100, ["last"] = 1 } };
        new Scheduler(TestGraph.Of("short", "last: short", "long", "behind: long"), work, work, jobs: 1, keepsGoing: false).Run(default);
        Assert.Equal(["long", "behind", "short", "last"], work.Begun);
    }

    [Fact]
    public void A_failure_stops_what_runs_and_begins_nothing_more()
    {
        using ManualResetEventSlim running = new();
        TestableWork work = new()
        {
            Expected = { ["slow"] = 100 },
            OnBuild = (node, stop) =>
            {
                if (node.Name == "slow")
                {
                    running.Set();
                    stop.WaitHandle.WaitOne();
                    return new NodeOutcome(NodeState.Stopped);
                }

                running.Wait(stop);
                return new NodeOutcome(NodeState.Failed, Problem: "no");
            },
        };
        UnitGraph graph = TestGraph.Of("slow", "bad", "after: bad", "behind: after", "other: slow");
        var outcomes = new Scheduler(graph, work, work, jobs: 2, keepsGoing: false).Run(default);
        Assert.Equal(
            ["slow Stopped", "bad Failed", "after Skipped", "behind Skipped", "other Stopped"],
            graph.Nodes.Select(node => $"{node.Name} {outcomes[node].State}"));
        Assert.Equal(["bad", "slow"], work.Begun.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void With_keep_going_a_failure_stops_its_dependents_only()
    {
        TestableWork work = new() { OnBuild = (node, _) => new NodeOutcome(node.Name == "bad" ? NodeState.Failed : NodeState.Built) };
        UnitGraph graph = TestGraph.Of("bad", "after: bad", "good", "both: good after", "other: good");
        var outcomes = new Scheduler(graph, work, work, jobs: 1, keepsGoing: true).Run(default);
        Assert.Equal(
            ["bad Failed", "after Skipped", "good Built", "both Skipped", "other Built"],
            graph.Nodes.Select(node => $"{node.Name} {outcomes[node].State}"));
    }

    [Fact]
    public void Stopping_ends_what_runs()
    {
        using CancellationTokenSource stop = new();
        TestableWork work = new()
        {
            OnBuild = (_, token) =>
            {
                stop.Cancel();
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return new NodeOutcome(NodeState.Built);
            },
        };
        var outcomes = new Scheduler(TestGraph.Of("a", "b: a"), work, work, jobs: 4, keepsGoing: true).Run(stop.Token);
        Assert.All(outcomes.Values, outcome => Assert.Equal(NodeState.Stopped, outcome.State));
    }

    [Fact]
    public void A_fault_in_the_work_is_that_nodes_failure()
    {
        TestableWork work = new() { OnBuild = (_, _) => throw new UnitFault("the disk is full") };
        UnitGraph graph = TestGraph.Of("a", "b: a");
        var outcomes = new Scheduler(graph, work, work, jobs: 1, keepsGoing: true).Run(default);
        Assert.Equal("the disk is full", outcomes[graph.Nodes[0]].Problem);
        Assert.Equal(NodeState.Skipped, outcomes[graph.Nodes[1]].State);
    }

    [Fact]
    public void Who_needs_no_more_than_an_announcement_begins_with_it_and_ends_after_it()
    {
        using ManualResetEventSlim isBuilt = new();
        TestableWork work = new()
        {
            Early = { "lib" },
            OnProgress = (node, progress, stop) =>
            {
                switch (node.Name)
                {
                    case "base":
                        progress.Announce();
                        // Its own end waits for its dependent's work.
                        isBuilt.Wait(stop);
                        break;
                    case "lib":
                        Assert.False(progress.HasDependencies);
                        isBuilt.Set();
                        Assert.True(progress.WaitForDependencies(stop));
                        Assert.True(progress.HasDependencies);
                        break;
                }

                return new NodeOutcome(NodeState.Built);
            },
        };
        var outcomes = new Scheduler(TestGraph.Of("base", "lib: base", "app: base lib"), work, work, jobs: 2, keepsGoing: false).Run(default);
        Assert.All(outcomes.Values, outcome => Assert.Equal(NodeState.Built, outcome.State));
        Assert.Equal(["base Built", "lib Built", "app Built"], work.Ends);
        Assert.Equal(["base", "lib", "app"], work.Begun);
    }

    [Fact]
    public void With_one_job_nothing_begins_beside_who_has_announced_itself()
    {
        TestableWork work = new()
        {
            Early = { "lib" },
            OnProgress = (_, progress, _) =>
            {
                progress.Announce();
                return new NodeOutcome(NodeState.Built);
            },
        };
        new Scheduler(TestGraph.Of("base", "lib: base", "app: lib"), work, work, jobs: 1, keepsGoing: false).Run(default);
        Assert.Equal(1, work.MostAtOnce);
        Assert.Equal(["base Built", "lib Built", "app Built"], work.Ends);
    }

    [Fact]
    public void Who_waits_for_its_dependencies_takes_no_job()
    {
        using ManualResetEventSlim other = new();
        TestableWork work = new()
        {
            Early = { "lib" },
            Expected = { ["base"] = 100, ["lib"] = 50 },
            OnProgress = (node, progress, stop) =>
            {
                switch (node.Name)
                {
                    case "base":
                        progress.Announce();
                        other.Wait(stop);
                        break;
                    case "lib":
                        Assert.True(progress.WaitForDependencies(stop));
                        break;
                    case "other":
                        other.Set();
                        break;
                }

                return new NodeOutcome(NodeState.Built);
            },
        };
        // "other" has the second job first; were it kept out, this would not end.
        var outcomes = new Scheduler(TestGraph.Of("base", "lib: base", "first", "other: first"), work, work, jobs: 2, keepsGoing: false).Run(default);
        Assert.All(outcomes.Values, outcome => Assert.Equal(NodeState.Built, outcome.State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_began_by_an_announcement_of_what_failed_is_skipped(bool keepsGoing)
    {
        using ManualResetEventSlim isBuilt = new();
        TestableWork work = new()
        {
            Early = { "lib" },
            OnProgress = (node, progress, stop) =>
            {
                if (node.Name == "base")
                {
                    progress.Announce();
                    isBuilt.Wait(stop);
                    return new NodeOutcome(NodeState.Failed, Problem: "no");
                }

                isBuilt.Set();
                return progress.WaitForDependencies(stop) ? new NodeOutcome(NodeState.Built) : new NodeOutcome(NodeState.Skipped);
            },
        };
        UnitGraph graph = TestGraph.Of("base", "lib: base", "app: lib");
        var outcomes = new Scheduler(graph, work, work, jobs: 2, keepsGoing).Run(default);
        Assert.Equal(["base Failed", "lib Skipped", "app Skipped"], graph.Nodes.Select(node => $"{node.Name} {outcomes[node].State}"));
    }

    [Fact]
    public void Who_is_found_ready_twice_is_taken_once()
    {
        using ManualResetEventSlim isAsked = new();
        using CountdownEvent announced = new(2);
        using CountdownEvent ended = new(2);
        TestableWork work = new()
        {
            Known = { "asked", "kept" },
            OnTry = node =>
            {
                // The scheduler is busy while both end, so that it hears of both ends at once.
                if (node.Name != "asked")
                    return;
                isAsked.Set();
                ended.Wait();
                Thread.Sleep(50);
            },
            OnProgress = (node, progress, stop) =>
            {
                switch (node.Name)
                {
                    case "one" or "two":
                        progress.Announce();
                        announced.Signal();
                        isAsked.Wait(stop);
                        ended.Signal();
                        break;
                    case "first":
                        announced.Wait(stop);
                        break;
                }

                return new NodeOutcome(NodeState.Built);
            },
        };
        UnitGraph graph = TestGraph.Of("one", "two", "first", "asked: first", "kept: one two", "last", "end: kept one two last");
        var outcomes = new Scheduler(graph, work, work, jobs: 4, keepsGoing: false).Run(default);
        Assert.Single(work.Ends, "kept Kept");
        Assert.Equal(NodeState.Built, outcomes[graph.Nodes.Single(node => node.Name == "end")].State);
    }
}
