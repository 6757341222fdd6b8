using System.Text;

namespace Larder.Posix.Tests;

public sealed class ProcessStatusTests
{
    [Theory]
    [InlineData("12 (cc1plus) S 34 12 1", 34)]
    [InlineData("12 (a) S 99 (b) R 34 12 1", 34)]
    [InlineData("12 (two\nlines) S 34 12", 34)]
    [InlineData("12 (init) S 0 12", 0)]
    [InlineData("12 (x) S", 0)]
    [InlineData("12 (x) S y", 0)]
    [InlineData("12 (x", 0)]
    [InlineData("12 x (y) S 34 12", 0)]
    [InlineData("(y) S 34 12", 0)]
    [InlineData("", 0)]
    public void A_name_with_parentheses_hides_nothing(string line, int parent) =>
        Assert.Equal(parent, ProcessStatus.Parse(Encoding.ASCII.GetBytes(line))?.Parent ?? 0);

    [Fact]
    public void This_process_is_found()
    {
        ProcessStatus? self = ProcessStatus.Of(Environment.ProcessId);
        Assert.NotNull(self);
        Assert.Equal(User.SessionId, self.Value.Session);
        Assert.Equal(self.Value with { Name = [], State = 0 }, ProcessStatus.OfThisProcess()!.Value with { Name = [], State = 0 });
        Assert.True(self.Value.Started > 0);
        Assert.Contains("dotnet", Encoding.UTF8.GetString(ProcessStatus.CommandOf(Environment.ProcessId, 4096)), StringComparison.Ordinal);
        Assert.Null(ProcessStatus.Of(int.MaxValue));
    }
}
