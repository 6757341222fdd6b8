namespace Larder.CommandLine;

/// <summary>The exit statuses of larder's own commands.</summary>
internal static class ExitStatus
{
    internal const int Success = 0;

    /// <summary>The command was understood and could not be carried out.</summary>
    internal const int Failure = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    internal const int Usage = 2;
}
