using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Graph;

namespace Larder.Units.UpToDate;

/// <summary>A node of a <see cref="KnownBuild"/>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Own">The digest of its source; zero where it has none.</param>
/// <param name="Views">The directory of its views.</param>
/// <param name="View">What they show; null: that isn't known.</param>
internal sealed record KnownNode(UnitNode Node, Digest Own, string Views, ViewRecord? View)
{
    /// <summary>Nobody has touched the view's files.</summary>
    internal bool ViewHolds() => View is { IsWhole: true } view && ViewSelection.Holds(Views, view);
}
