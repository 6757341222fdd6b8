namespace Larder.Storage.Tests.Support;

/// <summary>A test that takes its time; skipped, and reported so, unless <c>--long</c> is given.</summary>
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (!TestLength.IsLong)
            Skip = "takes long: ./dev test --long";
    }
}
