using Larder.Posix;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Layout;

namespace Larder.Units.Garbage;

/// <summary>Collects what units leave behind: <see cref="RepositoryGarbage"/> says what goes.</summary>
/// <param name="cacheDirectory">larder's cache directory.</param>
/// <param name="clock">The time.</param>
internal sealed class UnitGarbage(string cacheDirectory, TimeProvider clock)
{
    /// <summary>Collects one repository's units, under its lock: where somebody builds there, nothing happens.</summary>
    /// <param name="directories">The repository's.</param>
    /// <param name="present">What the present evaluation has; null: nobody knows, so every view counts as present.</param>
    /// <param name="limits">What is to be left.</param>
    /// <param name="isLocked">The caller holds the lock.</param>
    internal GarbageOutcome Collect(UnitDirectories directories, PresentUnits? present, GarbageLimits limits, bool isLocked = false)
    {
        if (FileSystem.LinkStat(ByteText.Encode(directories.Root), out _) != Errno.None)
            return new GarbageOutcome(directories.Root, IsBusy: false, [], 0);
        long now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        if (isLocked)
            return RepositoryGarbage.Run(directories, present, limits, now);
        using RepositoryLock? held = RepositoryLock.TryTake(directories);
        if (held is null)
            return new GarbageOutcome(directories.Root, IsBusy: true, [], 0);

        // Views of builds that were killed are put back first; they may be held.
        if (!limits.IsDryRun)
            new ArtifactStore(directories).Recover();
        return RepositoryGarbage.Run(directories, present, limits, now);
    }

    /// <summary>Collects all repositories' units, also of repositories that are gone.</summary>
    /// <param name="present">What the present evaluation of each has.</param>
    /// <param name="limits">What is to be left, of each.</param>
    internal IEnumerable<GarbageOutcome> CollectAll(Func<UnitDirectories, PresentUnits?> present, GarbageLimits limits)
    {
        string units = cacheDirectory + "/units";
        foreach (string name in DirectoryNames.InReadable(units))
        {
            string root = $"{units}/{name}";
            if (FileSystem.LinkStat(ByteText.Encode(root), out FileStatus status) != Errno.None || !status.IsDirectory)
                continue;
            UnitDirectories directories = UnitDirectories.At(root, OriginFile.Read(root) ?? "");
            yield return Collect(directories, present(directories), limits);
        }
    }
}
