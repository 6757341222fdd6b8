using Larder.Units.Declaration;

namespace Larder.Units.Tests.Declaration;

public sealed class EvaluationLogTests
{
    [Fact]
    public void FilesAndCopiesAreFoundAndTheRestIsTheMessage()
    {
        EvaluationLog log = new("""
            evaluating file '/repository/units.nix'
            copied source '/repository/it's -> here' -> '/nix/store/00000000000000000000000000000000-here'
            evaluating file '/repository/units.nix'
            trace: hello
            evaluating file '«git+file:///repository»/nix/a.nix'
            instantiated 'a' -> '/nix/store/00000000000000000000000000000000-a.drv'
            evaluating file “/quoted otherwise”
            evaluating file without quotes
            warning: something
            error: it failed

                   at /repository/units.nix:1:1
            """);
        Assert.Equal(["/repository/units.nix", "«git+file:///repository»/nix/a.nix", "/quoted otherwise"], log.Evaluated);
        Assert.Equal([("/repository/it's -> here", "/nix/store/00000000000000000000000000000000-here")], log.Sources);
        Assert.Equal("trace: hello\nwarning: something\nerror: it failed\n\n       at /repository/units.nix:1:1", log.Message);
    }
}
