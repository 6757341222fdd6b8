using Larder.Posix;

namespace Larder.Storage.Tests.Support;

/// <summary>A test that needs root, to become other users or to mount; skipped, and reported so, without.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (User.EffectiveId != 0)
            Skip = "needs root";
    }
}
