namespace Larder.Compilers;

/// <summary>What a command line is: a <see cref="Compilation"/> the cache can serve, or a <see cref="Refusal"/>. No third.</summary>
public abstract class ParseOutcome
{
    private protected ParseOutcome()
    {
    }
}
