using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// The digest memo of a process that lives long: what <see cref="FileDigestCache"/> keeps on disk, held in memory in front of it.
/// Each request asks through a view of its own, <see cref="Open"/>. Used by several threads at once.
/// </summary>
/// <remarks>
/// Bounded by generations: when the young one is full it becomes the old one, and what is asked for again moves back.
/// </remarks>
public sealed class DigestMemory : IDisposable
{
    private readonly int _perGeneration;
    private readonly Lock _lock = new();
    private readonly Lock _diskLock = new();
    private readonly FileDigestCache _disk;
    private Dictionary<Subject, Fact> _young;
    private Dictionary<Subject, Fact> _old = [];

    /// <summary>A memo over a store's.</summary>
    /// <param name="store">Where the memo on disk is.</param>
    /// <param name="capacity">How many facts are held, 130 bytes each.</param>
    public DigestMemory(LocalStore store, int capacity)
    {
        _perGeneration = Math.Max(capacity / 2, 1);
        _young = [];
        _disk = FileDigestCache.Open(store);
    }

    /// <summary>Facts held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _young.Count + _old.Count;
        }
    }

    /// <summary>The view of one request, which measures the age of time stamps against now.</summary>
    public IDigestMemo Open() => Open(Clock.Now);

    /// <summary>The same, for a time that is given.</summary>
    internal IDigestMemo Open(TimeSpec since) => new View(this, since);

    /// <summary>Writes to disk what was put, for processes without a daemon.</summary>
    public void Flush()
    {
        lock (_diskLock)
            _disk.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_diskLock)
            _disk.Dispose();
    }

    private bool TryGet(in Subject subject, in FileStatus status, out Fact fact)
    {
        lock (_lock)
        {
            if (!_young.TryGetValue(subject, out fact))
            {
                if (!_old.TryGetValue(subject, out fact))
                    return false;
                AddUnsynchronized(in subject, in fact);
            }
        }

        return fact.IsAbout(in status);
    }

    private void Add(in Subject subject, in Fact fact)
    {
        lock (_lock)
            AddUnsynchronized(in subject, in fact);
    }

    private void AddUnsynchronized(in Subject subject, in Fact fact)
    {
        if (_young.Count >= _perGeneration)
        {
            _old = _young;
            _young = [];
        }

        _young[subject] = fact;
    }

    /// <summary>What a fact is about: a file (no names), or names that a directory lacks.</summary>
    private readonly record struct Subject(ulong Device, ulong Inode, Digest Names);

    /// <summary>What was true of it when its status was this.</summary>
    private readonly record struct Fact(long Size, TimeSpec Modified, TimeSpec Changed, Digest Digest, uint Flags)
    {
        internal bool IsAbout(in FileStatus status) => Size == status.Size && Modified == status.Modified && Changed == status.Changed;
    }

    private sealed class View(DigestMemory memory, TimeSpec since) : IDigestMemo
    {
        private bool _isDirty;

        public bool TryGet(in FileStatus status, out Digest digest, out uint flags)
        {
            Subject subject = new(status.Device, status.Inode, default);
            if (memory.TryGet(in subject, in status, out Fact fact))
            {
                (digest, flags) = (fact.Digest, fact.Flags);
                return true;
            }

            lock (memory._diskLock)
            {
                if (!memory._disk.TryGet(in status, out digest, out flags))
                    return false;
            }

            memory.Add(in subject, new Fact(status.Size, status.Modified, status.Changed, digest, flags));
            return true;
        }

        public bool Put(in FileStatus status, in Digest digest, uint flags, ReadOnlySpan<byte> path)
        {
            lock (memory._diskLock)
            {
                memory._disk.Since = since;
                if (!memory._disk.Put(in status, in digest, flags, path) && !memory._disk.IsTrusted(in status, path))
                    return false;
            }

            _isDirty = true;
            memory.Add(new Subject(status.Device, status.Inode, default), new Fact(status.Size, status.Modified, status.Changed, digest, flags));
            return true;
        }

        public bool TryGetAbsence(in FileStatus directory, in Digest nameSet)
        {
            Subject subject = new(directory.Device, directory.Inode, nameSet);
            if (memory.TryGet(in subject, in directory, out _))
                return true;
            lock (memory._diskLock)
            {
                if (!memory._disk.TryGetAbsence(in directory, in nameSet))
                    return false;
            }

            memory.Add(in subject, new Fact(directory.Size, directory.Modified, directory.Changed, default, 0));
            return true;
        }

        public bool PutAbsence(in FileStatus directory, in Digest nameSet, ReadOnlySpan<byte> path)
        {
            lock (memory._diskLock)
            {
                memory._disk.Since = since;
                if (!memory._disk.PutAbsence(in directory, in nameSet, path) && !memory._disk.IsTrusted(in directory, path))
                    return false;
            }

            _isDirty = true;
            memory.Add(
                new Subject(directory.Device, directory.Inode, nameSet),
                new Fact(directory.Size, directory.Modified, directory.Changed, default, 0));
            return true;
        }

        public void Dispose()
        {
            if (_isDirty)
                memory.Flush();
            _isDirty = false;
        }
    }
}
