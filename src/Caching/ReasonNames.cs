using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>How a request ended, in the words of counters.</summary>
public static class ReasonNames
{
    /// <summary>A counter's name; that of a refusal is the parser's.</summary>
    public static string Of(Counter reason)
    {
        int refusal = reason - Counter.FirstRefusal;
        return refusal >= 0 && refusal <= RefusalReasons.Highest
            ? ByteString.Show(RefusalReasons.Name((RefusalReason)refusal))
            : CounterNames.Of(reason);
    }
}
