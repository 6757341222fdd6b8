using System.Buffers.Text;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// The stores of users for whom a daemon keeps entries that it didn't make itself: <c>DIR/users/UID</c>, each with the limits of the daemon's
/// own, all of them the daemon's files and closed to everybody else.
/// </summary>
/// <param name="options">Those of the daemon's own store.</param>
public sealed class UserStores(StoreOptions options)
{
    private const uint OwnerOnly = 0x1C0;      // 0700
    private const uint AllPermissions = 0x1FF; // 0777

    private readonly byte[] _folder = ByteString.Concat(options.Directory, StoreLayout.Users);

    /// <summary>Whether the place is there, and of this process's own user.</summary>
    public bool AreOwn =>
        FileSystem.LinkStat(_folder, out FileStatus status) == Errno.None && status.IsDirectory && status.Uid == User.EffectiveId;

    /// <summary>The store of a user; nothing is made before something is stored.</summary>
    public LocalStore Of(uint user) => new(options with { Directory = PathOf(user), LowerDirectories = [] });

    /// <summary>The users that have a store; none where there are none, or this process may not look.</summary>
    /// <param name="limit">No more than so many.</param>
    public List<uint> All(int limit = int.MaxValue)
    {
        List<uint> users = [];
        if (DirectoryReader.Open(_folder, out DirectoryReader reader) != Errno.None)
            return users;
        using (reader)
        {
            while (users.Count < limit && reader.Read())
            {
                if (Utf8Parser.TryParse(reader.Name, out uint user, out int used) && used == reader.Name.Length)
                    users.Add(user);
            }
        }

        users.RemoveAll(user => FileSystem.LinkStat(PathOf(user), out FileStatus status) != Errno.None || !status.IsDirectory);
        return users;
    }

    /// <summary>Makes the place that the users' stores stand in, closed to others whatever the umask is.</summary>
    public void Prepare()
    {
        if (options.ReadOnly || FileSystem.MakeDirectory(_folder, OwnerOnly) != Errno.NotFound)
            return;
        FileSystem.MakeDirectories(options.Directory, AllPermissions & ~(options.Umask ?? 0));
        FileSystem.MakeDirectory(_folder, OwnerOnly);
    }

    private byte[] PathOf(uint user)
    {
        Span<byte> name = stackalloc byte[11];
        name[0] = (byte)'/';
        Utf8Formatter.TryFormat(user, name[1..], out int digits);
        return ByteString.Concat(_folder, name[..(1 + digits)]);
    }
}
