namespace Larder.Units.Graph;

/// <summary>How a node of the graph is built.</summary>
internal enum NodeKind
{
    /// <summary>A unit that cmake configures.</summary>
    Cmake,

    /// <summary>A unit that meson configures.</summary>
    Meson,

    /// <summary>A Rust crate: a derivation with "crateName".</summary>
    Rust,

    /// <summary>A unit that is neither: its phases are run in a mirrored source tree that stays, as make would like it.</summary>
    Plain,

    /// <summary>No unit, but it depends on one (a wrapper, a join of links): its builder is run whole when an input has changed.</summary>
    Between,
}
