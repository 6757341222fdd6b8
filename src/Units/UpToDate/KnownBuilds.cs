using Larder.Units.Declaration;
using Larder.Units.Graph;
using Larder.Units.Layout;

namespace Larder.Units.UpToDate;

/// <summary>The builds that a daemon knows to have nothing to do: those that were asked for last. For use by several threads.</summary>
/// <param name="cacheDirectory">larder's cache directory.</param>
internal sealed class KnownBuilds(string cacheDirectory)
{
    /// <summary>Somebody works on one or two repositories, and on some units of them. What is known of 1,000 units takes some megabytes.</summary>
    private const int Most = 8;

    private readonly LinkedList<(string Name, KnownBuild Build)> _known = [];
    private readonly Dictionary<string, Task> _finding = new(StringComparer.Ordinal);
    private readonly object _gate = new();

    /// <summary>What is up to date. Null: that isn't known, so a build has to find out.</summary>
    internal UnitGraph? Ask(UpToDateQuestion question)
    {
        try
        {
            if (RepositoryFinder.Find(question.Directory) is not { } repository)
                return null;
            string name = NameOf(repository, question);

            // Who built a moment ago has said so, and what came of it is being looked at.
            if (Finding(name) is { } finding)
                finding.Wait();
            if (Known(name) is not { } known)
                return null;
            if (known.Holds(question))
                return known.Graph;
            Forget(name);
            return null;
        }
        catch (UnitFault)
        {
            // The build says what is wrong.
            return null;
        }
    }

    /// <summary>Begins to look at what a build has left; whoever asks from now on waits for the end of that. To be called when the build's lock is free.</summary>
    internal void BeginFind(UpToDateQuestion question)
    {
        if (RepositoryFinder.Find(question.Directory) is not { } repository)
            return;
        string name = NameOf(repository, question);
        lock (_gate)
        {
            if (!_finding.ContainsKey(name))
                _finding[name] = Task.Run(() => Find(name, repository, question));
        }
    }

    private static string NameOf(Repository repository, UpToDateQuestion question) =>
        string.Join('\0', question.Wanted.Prepend(question.Wanted.Length == 0 ? "" : question.Directory).Prepend(repository.File));

    private void Find(string name, Repository repository, UpToDateQuestion question)
    {
        KnownBuild? build = null;
        try
        {
            build = KnownBuild.Find(repository, new UnitDirectories(repository.Root, cacheDirectory), question);
        }
        catch (UnitFault)
        {
            // As above.
        }
        finally
        {
            lock (_gate)
            {
                _finding.Remove(name);
                Remove(name);
                if (build is not null)
                    _known.AddFirst((name, build));
                if (_known.Count > Most)
                    _known.RemoveLast();
            }
        }
    }

    private Task? Finding(string name)
    {
        lock (_gate)
            return _finding.GetValueOrDefault(name);
    }

    private KnownBuild? Known(string name)
    {
        lock (_gate)
        {
            for (LinkedListNode<(string Name, KnownBuild Build)>? at = _known.First; at is not null; at = at.Next)
            {
                if (at.Value.Name != name)
                    continue;
                _known.Remove(at);
                _known.AddFirst(at);
                return at.Value.Build;
            }

            return null;
        }
    }

    private void Forget(string name)
    {
        lock (_gate)
            Remove(name);
    }

    private void Remove(string name)
    {
        for (LinkedListNode<(string Name, KnownBuild Build)>? at = _known.First; at is not null; at = at.Next)
        {
            if (at.Value.Name == name)
            {
                _known.Remove(at);
                return;
            }
        }
    }
}
