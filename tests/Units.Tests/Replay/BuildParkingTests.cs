using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay;
using Larder.Units.Replay.State;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

public sealed class BuildParkingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("larder-parking-").FullName;
    private readonly UnitDirectories _directories;

    public BuildParkingTests() => _directories = new UnitDirectories(_root + "/repository", _root + "/cache");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void By_turns_each_identity_gets_its_own_directory_back_as_it_was()
    {
        UnitNode first = Node("app", "first");
        UnitNode second = Node("app", "second");
        Assert.Null(BuildParking.Enter(_directories, first));
        Build(first, "one");
        DateTime time = File.GetLastWriteTimeUtc(Object("app"));
        Assert.Equal(first.Identity, BuildParking.Enter(_directories, first)?.Identity);

        Assert.Null(BuildParking.Enter(_directories, second));
        Assert.False(Directory.Exists(_directories.Build("app")));
        Build(second, "two");

        Assert.Equal(first.Identity, BuildParking.Enter(_directories, first)?.Identity);
        Assert.Equal("one", File.ReadAllText(Object("app")));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Object("app")));
        Assert.Equal(second.Identity, BuildParking.Enter(_directories, second)?.Identity);
        Assert.Equal("two", File.ReadAllText(Object("app")));
    }

    [Fact]
    public void Killed_between_its_two_steps_nothing_is_lost()
    {
        (UnitNode first, UnitNode second) = TwoBuilt();
        // As a kill leaves it that met the way from the second to the first: the place is empty, both are parked.
        Directory.Move(_directories.Build("app"), _directories.Parked("app", second.Identity));
        Assert.Equal(second.Identity, BuildParking.Enter(_directories, second)?.Identity);
        Assert.Equal("two", File.ReadAllText(Object("app")));
        Assert.Equal(first.Identity, BuildParking.Enter(_directories, first)?.Identity);
        Assert.Equal("one", File.ReadAllText(Object("app")));
    }

    [Fact]
    public void Of_a_directory_that_does_not_say_whose_it_is_nothing_is_kept_where_there_is_a_better_one()
    {
        (UnitNode first, UnitNode second) = TwoBuilt();
        File.WriteAllText(_directories.Build("app") + "/state", "damaged");
        Assert.Null(BuildParking.Enter(_directories, second));
        Assert.Equal(first.Identity, BuildParking.Enter(_directories, first)?.Identity);
        Assert.Equal("one", File.ReadAllText(Object("app")));
        Assert.Null(BuildParking.Enter(_directories, second));
    }

    [Fact]
    public void What_stands_where_a_directory_is_parked_makes_room()
    {
        UnitNode first = Node("app", "first");
        Build(first, "one");
        Directory.CreateDirectory(_directories.Parked("app", first.Identity));
        File.WriteAllText(_directories.Parked("app", first.Identity) + "/old", "");
        Assert.Null(BuildParking.Enter(_directories, Node("app", "second")));
        Assert.Equal(first.Identity, BuildParking.Enter(_directories, first)?.Identity);
        Assert.False(File.Exists(_directories.Build("app") + "/old"));
    }

    [Fact]
    public void A_directory_is_found_by_its_unit_and_by_no_other_of_a_longer_or_shorter_name()
    {
        foreach (string unit in (string[])["app", "app-12345678", "ap"])
        {
            Build(Node(unit, "first"), "one");
            BuildParking.Enter(_directories, Node(unit, "second"));
        }

        Directory.CreateDirectory(_directories.Incremental("app", Node("app", "first").Identity));
        Assert.Equal(
            [_directories.Build("app"), _directories.Parked("app", Node("app", "first").Identity), _directories.Incremental("app", Node("app", "first").Identity)],
            BuildParking.All(_directories, "app"));
    }

    /// <summary>Two identities of one unit: the first is parked, the second stands in the place.</summary>
    private (UnitNode First, UnitNode Second) TwoBuilt()
    {
        UnitNode first = Node("app", "first");
        UnitNode second = Node("app", "second");
        Build(first, "one");
        BuildParking.Enter(_directories, second);
        Build(second, "two");
        return (first, second);
    }

    private static UnitNode Node(string unit, string identity) => TestNodes.WithIdentity(unit, TestNodes.Key(identity));

    private string Object(string unit) => _directories.Build(unit) + "/build/object";

    private void Build(UnitNode node, string content)
    {
        Directory.CreateDirectory(_directories.Build(node.Name) + "/build");
        File.WriteAllText(Object(node.Name), content);
        File.SetLastWriteTimeUtc(Object(node.Name), DateTime.UtcNow.AddHours(-1));
        BuildStateFile.Save(_directories, _directories.Build(node.Name) + "/state", new BuildState
        {
            Identity = node.Identity,
            Mirrored = false,
            Source = "/source",
            Ended = 1,
            Sources = [],
            Mirror = [],
            Dependencies = [],
        });
    }
}
