using System.Buffers.Text;
using Larder.Daemon.Compiles;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Daemon.Exchange;

/// <summary>
/// The stores of users for whom the daemon keeps entries that it didn't make itself: <c>DIR/users/UID</c>, each with limits of its own (those
/// of the settings), all of them the daemon's files and closed to everybody else.
/// </summary>
internal sealed class UserStores(ServedCache served)
{
    /// <summary>Everybody's entries are looked for one user after the other; a machine with more users than this has other means.</summary>
    private const int MaxSearched = 256;

    private const uint OwnerOnly = 0x1C0;      // 0700
    private const uint AllPermissions = 0x1FF; // 0777

    private static ReadOnlySpan<byte> Folder => "/users"u8;

    /// <summary>What the daemon itself stores: its own user's.</summary>
    internal LocalStore Main => new(served.Settings.StoreOptions());

    /// <summary>The store of a user; nothing is made before something is stored.</summary>
    internal LocalStore Of(uint user)
    {
        byte[] directory = new byte[served.Directory.Length + Folder.Length + 12];
        served.Directory.CopyTo(directory);
        Folder.CopyTo(directory.AsSpan(served.Directory.Length));
        int length = served.Directory.Length + Folder.Length;
        directory[length++] = (byte)'/';
        Utf8Formatter.TryFormat(user, directory.AsSpan(length), out int digits);
        return new LocalStore(served.Settings.StoreOptions() with { Directory = directory[..(length + digits)] });
    }

    /// <summary>Makes the place that the users' stores stand in, closed to others whatever the umask is.</summary>
    internal void Prepare()
    {
        byte[] folder = ByteString.Concat(served.Directory, Folder);
        if (served.Settings.ReadOnly || FileSystem.MakeDirectory(folder, OwnerOnly) != Errno.NotFound)
            return;
        FileSystem.MakeDirectories(served.Directory, AllPermissions & ~(served.Settings.Umask ?? 0));
        FileSystem.MakeDirectory(folder, OwnerOnly);
    }

    /// <summary>The users that have a store.</summary>
    internal List<uint> All()
    {
        List<uint> users = [];
        if (DirectoryReader.Open(ByteString.Concat(served.Directory, Folder), out DirectoryReader reader) != Errno.None)
            return users;
        using (reader)
        {
            while (users.Count < MaxSearched && reader.Read())
            {
                if (Utf8Parser.TryParse(reader.Name, out uint user, out int used) && used == reader.Name.Length)
                    users.Add(user);
            }
        }

        return users;
    }
}
