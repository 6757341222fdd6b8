using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>Told of the compiler while it runs; the shim passes signals on to it.</summary>
public interface IChildWatch
{
    void Started(ChildProcess child);

    void Ended();
}
