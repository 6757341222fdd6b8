namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>A test by a stock gRPC client: skipped, and reported so with the reason, where that client isn't installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StockClientFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(StockClient.FindObstacle);

    public StockClientFactAttribute() => Skip = Obstacle.Value;
}
