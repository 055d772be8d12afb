using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Telemed.Consults.Ids;

namespace Telemed.Server.Json;

/// <summary>Describes ids as what they are on the wire: strings.</summary>
internal sealed class IdSchema : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IId<>)))
        {
            schema.Type = JsonSchemaType.String;
            schema.Properties = null;
            schema.Required = null;
        }

        return Task.CompletedTask;
    }
}
