namespace Larder.Daemon.Tests.Lifetime;

/// <summary>A test that needs a program of the distribution; skipped, and reported so, without it.</summary>
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        string[] places = ["/usr/bin/", "/bin/", "/usr/lib/systemd/", "/run/current-system/sw/bin/"];
        if (!places.Any(place => File.Exists(place + program)))
            Skip = "needs " + program;
    }
}
