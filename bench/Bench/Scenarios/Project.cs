namespace Larder.Bench.Scenarios;

/// <summary>A whole project, prepared in its directory.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Directory">Where its commands run.</param>
/// <param name="Build">For `sh -c`, with CC and JOBS set.</param>
/// <param name="Clean">For `sh -c`: back to where <paramref name="Build"/> does everything.</param>
internal sealed record Project(string Name, string Directory, string Build, string Clean);
