namespace Larder.Caching.Settings.Foreign;

/// <summary>A setting of another cache, and what becomes of it here.</summary>
/// <param name="Name">In its configuration file and in its commands; empty where it has no name but the variable's.</param>
/// <param name="Variable">In the environment, without the prefix. A '*' at its end stands for any continuation.</param>
/// <param name="Kind">How its values are written.</param>
/// <param name="Use">What becomes of it.</param>
/// <param name="Target">Our setting; counts where it is <see cref="ForeignUse.Mapped"/>.</param>
/// <param name="Default">Its default there, as its commands show it. Counts where nothing is given and it isn't mapped.</param>
/// <param name="Remark">Why it isn't used, or how it differs: part of a sentence.</param>
public sealed record ForeignRow(
    string Name, string Variable, ForeignKind Kind, ForeignUse Use, Setting Target = default, string Default = "", string Remark = "")
{
    /// <summary>Whether its value is a flag, whose variable may have "NO" in front (ccache).</summary>
    public bool IsFlag => Kind is ForeignKind.Flag or ForeignKind.FlagOffMeansOn or ForeignKind.FlagOnMeansOn or ForeignKind.CompressionFlag or ForeignKind.CloneFlag;
}
