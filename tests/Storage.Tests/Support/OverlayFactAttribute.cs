using Larder.Posix;

namespace Larder.Storage.Tests.Support;

/// <summary>A test that mounts an overlay over a directory of its own; skipped, and reported so, where that is not possible.</summary>
internal sealed class OverlayFactAttribute : FactAttribute
{
    public OverlayFactAttribute() => Skip = User.EffectiveId != 0 ? "needs root" : CanMount() ? null : "no overlay can be mounted here";

    /// <summary>A command of the shell that mounts one over a directory, with that as its lower layer.</summary>
    internal static string Mount(string places, string lower) =>
        $"mkdir -p {lower} {places}/up {places}/wk {places}/on && mount -t overlay -o lowerdir={lower},upperdir={places}/up,workdir={places}/wk overlay {places}/on";

    private static bool CanMount()
    {
        using TestFolder folder = new(TestFolder.Memory);
        return WorkerTool.Run("unshare", "--mount", "bash", "-c", Mount(folder.Path, folder.Path + "/low") + " 2>/dev/null") == 0;
    }
}
