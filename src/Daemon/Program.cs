namespace Larder.Daemon;

/// <summary>larderd: owns the cache and the job pool of one user, behind a Unix socket.</summary>
internal static class Program
{
    private static int Main() => 0;
}
