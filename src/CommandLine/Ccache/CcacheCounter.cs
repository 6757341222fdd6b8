namespace Larder.CommandLine.Ccache;

/// <summary>A counter of ccache's.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Section">Where people are shown it.</param>
/// <param name="Label">What it is called there.</param>
internal sealed record CcacheCounter(string Id, CcacheSection Section = CcacheSection.Summary, string Label = "");
