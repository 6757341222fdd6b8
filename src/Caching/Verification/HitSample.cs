using Larder.Caching.Settings;

namespace Larder.Caching.Verification;

/// <summary>Which hits are verified. Chance decides, anew each time: a pattern of builds that always met, or always missed, the same files would prove less.</summary>
public static class HitSample
{
    /// <summary>Whether a request, should it turn out a hit, is to be compiled all the same.</summary>
    /// <param name="share">Of <see cref="SettingKinds.WholeShare"/>.</param>
    public static bool Takes(int share) => share != 0 && Random.Shared.Next(SettingKinds.WholeShare) < share;
}
