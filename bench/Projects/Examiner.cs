using Larder.Projects.Building;
using Larder.Projects.Comparing;
using Larder.Projects.Reporting;

namespace Larder.Projects;

/// <summary>Builds a project four times in one place: twice bare, with an empty cache, and with a full one; and compares.</summary>
internal sealed class Examiner(Surroundings surroundings, string sources)
{
    /// <summary>So many of each kind of fault are named.</summary>
    private const int Shown = 12;

    /// <summary>What compilers and their helpers write. Where two bare builds differ in one of these, the table has to say so.</summary>
    private static readonly string[] Outputs = [".o", ".lo", ".obj", ".a", ".so", ".d", ".gcno", ".dwo", ".gch", ".pch", ".i", ".ii", ".s"];

    internal Examination Examine(Project project)
    {
        var source = Unpack(project);
        List<Build> builds = [];
        List<string> faults = [];

        FrontDirectory.Fill(surroundings, project.Front, bare: true);
        if (!Run("bare") || !Run("again"))
            return new Examination(project, builds, 0, [], faults);

        FrontDirectory.Fill(surroundings, project.Front, bare: false);
        surroundings.UseFreshCache();
        var unstable = Tree.Differences(builds[0].Tree, builds[1].Tree);
        foreach (var path in unstable.Where(path => IsUnexpected(project, Path.GetExtension(path))).Take(Shown))
            faults.Add($"two bare builds differ in {path}");

        if (Run("cold") && Run("warm"))
            CheckHits(project, builds[^1].Compiling.Counters, faults);

        foreach (var build in builds.Skip(2))
            Compare(builds[0], builds[1], build, unstable, faults);
        return new Examination(project, builds, Tree.Count(builds[0].Tree), unstable, faults);

        bool Run(string label)
        {
            var build = Build.Run(surroundings, project, source, label);
            builds.Add(build);
            foreach (var (name, count) in build.Configuring.Counters.Faults.Concat(build.Compiling.Counters.Faults))
                faults.Add($"{label}: {count} × {name}");
            if (build.Status == 0)
                return true;
            faults.Add($"the {label} build failed with status {build.Status}: {build.Configuring.Log} {build.Compiling.Log}");
            return false;
        }
    }

    /// <summary>The upstream source, without the distribution's patches.</summary>
    private string Unpack(Project project)
    {
        var source = Path.Join(surroundings.NewDirectory("source"), "tree");
        var description = Directory.GetFiles(Path.Join(sources, project.Package), "*.dsc").FirstOrDefault()
            ?? throw new ProjectsException($"the source of {project.Package} is not there");
        Shell.Ask(["/usr/bin/dpkg-source", "--no-copy", "--no-check", "--skip-patches", "--extract", description, source], surroundings.Environment, surroundings.Output);
        return source;
    }

    private static bool IsUnexpected(Project project, string suffix) =>
        Outputs.Contains(suffix, StringComparer.Ordinal) && !project.Unstable.Contains(suffix, StringComparer.Ordinal);

    private static void CheckHits(Project project, Counters warm, List<string> faults)
    {
        var refused = warm.NotCached.Where(pair => !Counters.NeverCached.Contains(pair.Key, StringComparer.Ordinal) && !project.NotCached.Contains(pair.Key, StringComparer.Ordinal)).ToList();
        foreach (var (name, count) in refused)
            faults.Add($"warm: {count} × {name}, which the table does not expect");
        var candidates = warm.Hits + warm.Misses;
        if (candidates == 0)
            faults.Add("warm: nothing was cacheable");
        else if (100.0 * warm.Hits / candidates < project.Floor)
            faults.Add($"warm: {warm.Hits} hits of {candidates}, less than {project.Floor} %");
    }

    private static void Compare(Build bare, Build again, Build build, SortedSet<string> unstable, List<string> faults)
    {
        var differences = Tree.Differences(bare.Tree, build.Tree);
        differences.ExceptWith(unstable);
        faults.AddRange(differences.Take(Shown).Select(path => $"{build.Label}: not what the bare compiler made: {path}"));
        if (differences.Count > Shown)
            faults.Add($"{build.Label}: and {differences.Count - Shown} files more");
        CompareLogs(bare.Configuring, again.Configuring, build.Configuring);
        CompareLogs(bare.Compiling, again.Compiling, build.Compiling);

        void CompareLogs(Step expected, Step excuse, Step actual) =>
            faults.AddRange(BuildLog.Differences(expected.Log, excuse.Log, actual.Log).Take(Shown).Select(line => $"{build.Label}: not said alike: {line}"));
    }
}
