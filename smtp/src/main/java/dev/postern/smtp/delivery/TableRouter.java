package dev.postern.smtp.delivery;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Leaves some mail to other routers, by its sender and the domain of its recipient. */
public final class TableRouter implements Router {
    private final RouteTable<Router> table;
    private final Router otherwise;

    /** @param otherwise for mail that the table has no route for */
    public TableRouter(RouteTable<Router> table, Router otherwise) {
        this.table = table;
        this.otherwise = otherwise;
    }

    @Override
    public CompletionStage<Routing> route(@Nullable Address reversePath, Domain domain) {
        return table.find(reversePath, domain).orElse(otherwise).route(reversePath, domain);
    }
}
