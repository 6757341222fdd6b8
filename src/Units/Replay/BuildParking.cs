using Larder.Posix;
using Larder.Units.Files;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay.State;
using Larder.Units.Replay.Trees;

namespace Larder.Units.Replay;

/// <summary>
/// A unit has one place where it is built, and a build directory for each of its identities (two branches, two flags by turns). The one that is wanted stands in the
/// place, the others are parked: a rename leaves what ninja knows of files as it is, and what the directory's files say of their own path is true again when
/// they are back.
/// </summary>
/// <remarks>
/// Each directory's state says whose it is, so nothing else needs to be noted, and a kill between two steps leaves what the next start takes for what it is: a place
/// that is another's, or none. No process runs in any of them: all of a replay hold the repository's lock.
/// </remarks>
internal static class BuildParking
{
    /// <summary>Puts the build directory of the node's identity into its place; where there is none, there is none there, or one of which nothing is known.</summary>
    /// <returns>Its state.</returns>
    /// <exception cref="UnitFault">A directory can't be moved or removed.</exception>
    internal static BuildState? Enter(UnitDirectories directories, UnitNode node)
    {
        BuildDirectory place = new(directories.Build(node.Name));
        BuildState? state = BuildStateFile.Load(place.State);
        if (state != null && state.Identity == node.Identity)
            return state;
        if (state != null)
        {
            string parked = directories.Parked(node.Name, state.Identity);
            Remove(new BuildDirectory(parked));
            Tree.Make(directories.Parking);
            Move(place.Root, parked);
        }

        string own = directories.Parked(node.Name, node.Identity);
        if (!Tree.Exists(own))
            return null;
        Remove(place);
        Tree.Make(Path.GetDirectoryName(place.Root)!);
        Move(own, place.Root);
        return BuildStateFile.Load(place.State);
    }

    /// <summary>Removes a build directory: what it says of itself first, so that half of it is never taken for the whole.</summary>
    internal static void Remove(BuildDirectory directory)
    {
        Tree.Remove(directory.State);
        Tree.Remove(directory.Root);
    }

    /// <summary>All that a unit has of build directories, whether they are there or not.</summary>
    internal static string[] All(UnitDirectories directories, string unit) =>
        [directories.Build(unit), .. DirectoryNames.In(directories.Parking).Where(name => UnitDirectories.IsParked(name, unit)).Select(name => $"{directories.Parking}/{name}")];

    private static void Move(string from, string to)
    {
        int error = FileSystem.Rename(ByteText.Encode(from), ByteText.Encode(to));
        if (error != Errno.None)
            throw new UnitFault($"{from} can't be moved to {to}: {Errno.Describe(error)}");
    }
}
