namespace Larder.Caching.Settings.Foreign;

/// <summary>Whose part this program plays, by the name that it is called by.</summary>
public enum CalledAs
{
    /// <summary>Its own, or a compiler's.</summary>
    Larder,

    /// <summary>"ccache", or a compiler's name through a link of that name.</summary>
    Ccache,

    /// <summary>"sccache", likewise.</summary>
    Sccache,
}
