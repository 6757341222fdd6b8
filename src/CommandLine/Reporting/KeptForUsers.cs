using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>What a daemon of this cache directory keeps for clients that it can't work for; nothing where this user may not look there.</summary>
/// <param name="Users">How many have entries there.</param>
/// <param name="Size">All of them together.</param>
internal readonly record struct KeptForUsers(int Users, StoreSize Size)
{
    internal static KeptForUsers In(StoreOptions options)
    {
        UserStores stores = new(options);
        KeptForUsers kept = default;
        foreach (uint user in stores.All())
        {
            LocalStore store = stores.Of(user);
            StatisticsSnapshot snapshot = new Statistics(store).Read();
            StoreSize size = snapshot.IsSizeKnown ? new StoreSize(snapshot.Bytes, snapshot.Files) : store.Scan();
            if (size.Files > 0)
                kept = new KeptForUsers(kept.Users + 1, new StoreSize(kept.Size.Bytes + size.Bytes, kept.Size.Files + size.Files));
        }

        return kept;
    }
}
