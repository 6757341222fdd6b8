using System.Net.Sockets;
using Larder.Units.Scheduling;

namespace Larder.Units.Tests.Scheduling;

/// <summary>Slots, asked for as larder does that is a compiler's launcher.</summary>
public sealed class JobBudgetTests
{
    [Fact]
    public void A_units_first_compile_runs_in_the_units_own_slot()
    {
        using JobBudget budget = new(1);
        budget.Enter("a", default);
        using Asker first = new(budget, "a");
        Assert.True(first.IsGranted());
        using Asker second = new(budget, "a");
        Assert.False(second.IsGranted(within: 50));
        first.Dispose();
        Assert.True(second.IsGranted());
        Assert.Equal(1, budget.Taken);
    }

    [Fact]
    public void A_units_name_may_be_as_long_as_names_of_units_are()
    {
        using JobBudget budget = new(1);
        string unit = new('u', 199);
        budget.Enter(unit, default);
        using Asker compile = new(budget, unit);
        Assert.True(compile.IsGranted());
    }

    [Fact]
    public void Further_compiles_take_slots_that_are_free()
    {
        using JobBudget budget = new(3);
        budget.Enter("a", default);
        using Asker first = new(budget, "a");
        using Asker second = new(budget, "a");
        using Asker third = new(budget, "a");
        using Asker fourth = new(budget, "a");
        Assert.True(first.IsGranted() && second.IsGranted() && third.IsGranted());
        Assert.False(fourth.IsGranted(within: 50));
        Assert.Equal(3, budget.Taken);
    }

    [Fact]
    public void A_unit_waits_for_a_slot_and_comes_before_compiles()
    {
        using JobBudget budget = new(2);
        budget.Enter("a", default);
        using Asker own = new(budget, "a");
        using Asker further = new(budget, "a");
        Assert.True(own.IsGranted() && further.IsGranted());
        using Asker queued = new(budget, "a");
        Thread entering = new(() => budget.Enter("b", default));
        entering.Start();
        SpinWait.SpinUntil(() => budget.Entering == 1);
        further.Dispose();
        entering.Join();
        Assert.False(queued.IsGranted(within: 50));
        budget.Leave("b");
        Assert.True(queued.IsGranted());
    }

    [Fact]
    public void Slots_of_the_dead_are_free_again_and_a_unit_that_ends_before_its_compile_leaves_it_its_slot()
    {
        using JobBudget budget = new(1);
        budget.Enter("a", default);
        using Asker own = new(budget, "a");
        Assert.True(own.IsGranted());
        budget.Leave("a");
        Assert.Equal(1, budget.Taken);
        own.Dispose();
        Assert.True(SpinWait.SpinUntil(() => budget.Taken == 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Waiting_for_a_slot_can_be_stopped()
    {
        using JobBudget budget = new(1);
        budget.Enter("a", default);
        using CancellationTokenSource stop = new();
        Task entering = Task.Run(() => budget.Enter("b", stop.Token));
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(entering.GetAwaiter().GetResult);
        budget.Leave("a");
        Assert.Equal(0, budget.Taken);
    }

    private sealed class Asker : IDisposable
    {
        private const int Patience = 30_000;

        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        internal Asker(JobBudget budget, string owner)
        {
            string word = budget.VariableFor(owner);
            _socket.Connect(new UnixDomainSocketEndPoint(word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..]));
            _socket.Send(System.Text.Encoding.UTF8.GetBytes(owner + "\n"));
        }

        internal bool IsGranted(int within = Patience) => _socket.Poll(within * 1000, SelectMode.SelectRead) && _socket.Receive(new byte[1]) == 1;

        public void Dispose() => _socket.Dispose();
    }
}
