using Larder.Projects.Building;
using Larder.Projects.Reporting;

namespace Larder.Projects;

/// <summary>Builds real projects with larder and without, and compares everything that the builds make and say.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            return Run(Options.Parse(arguments));
        }
        catch (ProjectsException failure)
        {
            Console.Error.WriteLine($"projects: {failure.Message}");
            return 2;
        }
    }

    private static int Run(Options options)
    {
        if (options.ListPackages)
        {
            foreach (var package in options.Projects.Select(project => project.Package).Distinct(StringComparer.Ordinal))
                Console.WriteLine(package);
            return 0;
        }

        var surroundings = new Surroundings(options);
        var examiner = new Examiner(surroundings, Path.GetFullPath(options.Sources));
        List<Examination> examinations = [];
        try
        {
            foreach (var project in options.Projects)
            {
                var examination = examiner.Examine(project);
                Console.WriteLine($"{project.Name}: {(examination.Faults.Count == 0 ? "as the bare compiler" : $"{examination.Faults.Count} faults")}");
                foreach (var fault in examination.Faults)
                    Console.Error.WriteLine($"projects: {project.Name}: {fault}");
                examinations.Add(examination);

                // After each: a run that is broken off has what it came to.
                using var markdown = File.CreateText(Path.Join(surroundings.Output, "projects.md"));
                Table.Write(markdown, examinations);
                JsonReport.Write(Path.Join(surroundings.Output, "projects.json"), options.Daemon, examinations);
            }
        }
        finally
        {
            surroundings.StopDaemon();
        }

        Console.WriteLine();
        Table.Write(Console.Out, examinations);
        return examinations.Exists(examination => examination.Faults.Count > 0) ? 1 : 0;
    }
}
