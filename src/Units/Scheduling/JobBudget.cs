using System.Net.Sockets;
using System.Text;

namespace Larder.Units.Scheduling;

/// <summary>
/// The job slots of one invocation: a unit whose phases run holds one, and each compile of it that runs beside another holds a further one. So all units and
/// compiles together never take more than there are.
/// </summary>
/// <remarks>
/// Compilers ask through larder, their launcher (Caching/Running/JobSlot): it connects to the socket, sends its owner's name and a line's end, and may run when one
/// byte comes back; the slot is free again when the connection is closed, which the kernel does for whoever dies. A unit's first compile runs in the unit's own
/// slot. Whoever can't reach the socket runs without asking: a build never fails for it.
/// </remarks>
internal sealed class JobBudget : IDisposable
{
    /// <summary>The variable that leads compilers here: OWNER:PATH.</summary>
    internal const string Variable = "LARDER_JOB_SLOTS";

    /// <summary>Bytes of a unit's name, which has fewer than 200 characters, and its line's end.</summary>
    private const int LongestOwner = 256;

    private readonly int _slots;
    private readonly string _directory;
    private readonly Socket _listener;
    private readonly object _gate = new();
    private readonly Dictionary<string, Connection?> _owners = new(StringComparer.Ordinal);
    private readonly LinkedList<Connection> _waiting = new();
    private int _entering;
    private int _taken;

    /// <param name="slots">How many; at least 1.</param>
    internal JobBudget(int slots)
    {
        _slots = slots;
        _directory = Directory.CreateTempSubdirectory("larder-").FullName;
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Address));
        _listener.Listen(1024);
        _ = AcceptAsync();
    }

    private string Address => _directory + "/slots";

    /// <summary>How many slots are taken.</summary>
    internal int Taken
    {
        get
        {
            lock (_gate)
                return _taken;
        }
    }

    /// <summary>How many units wait for one.</summary>
    internal int Entering
    {
        get
        {
            lock (_gate)
                return _entering;
        }
    }

    /// <summary>The word of the environment for a unit's processes.</summary>
    internal string VariableFor(string owner) => $"{Variable}={owner}:{Address}";

    /// <summary>Takes a slot for a unit whose phases are about to run; waits until there is one. Units come before compiles.</summary>
    internal void Enter(string owner, CancellationToken stop)
    {
        using CancellationTokenRegistration wake = stop.Register(() =>
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        });
        lock (_gate)
        {
            _entering++;
            try
            {
                while (_taken >= _slots)
                {
                    stop.ThrowIfCancellationRequested();
                    Monitor.Wait(_gate);
                }
            }
            finally
            {
                _entering--;
            }

            _taken++;
            _owners[owner] = null;
        }
    }

    /// <summary>Gives the unit's slot back.</summary>
    internal void Leave(string owner)
    {
        lock (_gate)
        {
            // A compile that is still there though its unit has ended keeps the slot that it has.
            if (_owners.Remove(owner, out Connection? inOwn) && inOwn is not null)
                inOwn.IsInOwnersSlot = false;
            else
                _taken--;
            Distribute();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Connection? connection = null;
        try
        {
            byte[] room = new byte[LongestOwner];
            int length = 0;
            while (length < room.Length && !room.AsSpan(0, length).Contains((byte)'\n'))
            {
                int received = await socket.ReceiveAsync(room.AsMemory(length));
                if (received == 0)
                    return;
                length += received;
            }

            int end = room.AsSpan(0, length).IndexOf((byte)'\n');
            if (end < 0)
                return;
            connection = new Connection(socket, Encoding.UTF8.GetString(room, 0, end));
            lock (_gate)
            {
                _waiting.AddLast(connection);
                Distribute();
            }

            // Nothing more comes; this ends when the other side is gone.
            while (await socket.ReceiveAsync(room.AsMemory()) > 0)
            {
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // As good as closed.
        }
        finally
        {
            if (connection is not null)
                Close(connection);
            socket.Dispose();
        }
    }

    private void Close(Connection connection)
    {
        lock (_gate)
        {
            if (!connection.IsGranted)
                _waiting.Remove(connection);
            else if (connection.IsInOwnersSlot)
                _owners[connection.Owner] = null;
            else
                _taken--;
            Distribute();
        }
    }

    /// <summary>Gives what is free to who waits: first a unit's own slot to its compiles, then units, then compiles in the order in which they came.</summary>
    private void Distribute()
    {
        for (LinkedListNode<Connection>? at = _waiting.First, next; at is not null; at = next)
        {
            next = at.Next;
            Connection connection = at.Value;
            if (_owners.TryGetValue(connection.Owner, out Connection? inOwn) && inOwn is null)
            {
                connection.IsInOwnersSlot = true;
                _owners[connection.Owner] = connection;
            }
            else if (_taken < _slots && _entering == 0)
            {
                _taken++;
            }
            else
            {
                continue;
            }

            _waiting.Remove(at);
            connection.Grant();
        }

        Monitor.PulseAll(_gate);
    }

    /// <summary>A compile that asked.</summary>
    private sealed class Connection(Socket socket, string owner)
    {
        internal string Owner { get; } = owner;

        internal bool IsGranted { get; private set; }

        internal bool IsInOwnersSlot { get; set; }

        internal void Grant()
        {
            IsGranted = true;
            try
            {
                socket.Send("\n"u8);
            }
            catch (SocketException)
            {
                // It is gone, and its end is about to be noticed.
            }
        }
    }
}
