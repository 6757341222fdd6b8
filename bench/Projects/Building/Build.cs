namespace Larder.Projects.Building;

/// <summary>One build that has run, and where its tree stands now.</summary>
/// <param name="Label">Which build of the project: bare, again, cold, warm.</param>
/// <param name="Status">Of the step that failed, or 0.</param>
/// <param name="Tree">Everything that was made, and the source.</param>
/// <param name="Configuring">The first step.</param>
/// <param name="Compiling">The second step; not started where the first one failed.</param>
internal sealed record Build(string Label, int Status, string Tree, Step Configuring, Step Compiling)
{
    /// <summary>Builds in a clean copy of <paramref name="source"/>, which has the same path in each build; then moves it aside.</summary>
    internal static Build Run(Surroundings surroundings, Project project, string source, string label)
    {
        var work = Path.Join(surroundings.Output, "work");
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        // Times are kept: a copy of the sources that is new in each build is no fresh checkout.
        Shell.Ask(["/bin/cp", "-a", source, work], surroundings.Environment, surroundings.Output);

        var configuring = Step.Run(surroundings, project.Configure, work, $"{project.Name}.{label}.configure");
        var compiling = configuring.Status == 0 ? Step.Run(surroundings, project.Build, work, $"{project.Name}.{label}.build") : Step.NotStarted;

        var tree = surroundings.NewDirectory(Path.Join("trees", project.Name, label));
        Directory.Delete(tree);
        Directory.Move(work, tree);
        return new Build(label, configuring.Status != 0 ? configuring.Status : compiling.Status, tree, configuring, compiling);
    }
}
