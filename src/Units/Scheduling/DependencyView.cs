using Larder.Storage;

namespace Larder.Units.Scheduling;

/// <summary>A node that another one can see while it is built: a dependency, or what a dependency's files lead to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Use">Which of its sides counts.</param>
/// <param name="Digest">The digest of that side.</param>
internal sealed record DependencyView(string Name, DependencyUse Use, Digest Digest);
