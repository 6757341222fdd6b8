using Larder.Storage;

namespace Larder.Daemon.Storing;

/// <summary>The janitor as one request's store knows it: with that client's umask, for what is made under it.</summary>
internal sealed class JanitorCall(Janitor janitor, uint umask) : IStoreKeeper
{
    public void Stored(StoreOptions options) => janitor.Call(options, umask, isStored: true);

    public void Used(StoreOptions options) => janitor.Call(options, umask, isStored: false);
}
