namespace Larder.Projects;

/// <summary>How larder gets in front of a project's compiler, as users do it. The bare builds have something of the same name and place there.</summary>
internal enum Front
{
    /// <summary>"larder gcc" in CC.</summary>
    Prefix,

    /// <summary>Links under the compilers' names in front of PATH.</summary>
    Masquerade,

    /// <summary>CMAKE_C_COMPILER_LAUNCHER.</summary>
    Launcher,

    /// <summary>A link called ccache.</summary>
    Ccache,

    /// <summary>A link called sccache, which Meson takes by itself where it finds it, before ccache.</summary>
    Sccache,
}
