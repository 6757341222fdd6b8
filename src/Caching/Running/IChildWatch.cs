using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>Told of the compiler while it runs; the shim passes signals on to it. Must not throw: the compiler is running.</summary>
public interface IChildWatch
{
    public void Started(ChildProcess child);

    public void Ended();
}
