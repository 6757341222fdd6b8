using System.Text;
using Larder.Caching.Metrics;
using Larder.Caching.Settings;
using Microsoft.AspNetCore.Http;

namespace Larder.Daemon.Metrics;

/// <summary>Answers <c>GET /metrics</c>, and nothing else.</summary>
/// <param name="metrics">What is told.</param>
/// <param name="checksHost">
/// Whether a request must name a loopback address, or localhost, as its host: on a port, where a page in a browser of this machine can lead its own name to (DNS
/// rebinding).
/// </param>
internal sealed class MetricsApplication(DaemonMetrics metrics, bool checksHost)
{
    internal async Task InvokeAsync(HttpContext http)
    {
        HttpRequest request = http.Request;
        HttpResponse response = http.Response;
        bool isHead = HttpMethods.IsHead(request.Method);
        if (checksHost && !IsOwn(request.Host.Host))
        {
            response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        }
        else if (request.Path != "/metrics")
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!isHead && !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
        }
        else
        {
            byte[] text = Encoding.UTF8.GetBytes(PrometheusText.Of(metrics.Read()));
            response.ContentType = PrometheusText.ContentType;
            response.ContentLength = text.Length;
            response.Headers.CacheControl = "no-store";
            response.Headers.XContentTypeOptions = "nosniff";
            if (!isHead)
                await response.Body.WriteAsync(text, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private static bool IsOwn(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || LoopbackAddress.IsHost(Encoding.UTF8.GetBytes(host));
}
