package io.github.passmatch.run.server;

import io.github.passmatch.forward.container.ClientSwitch;
import io.github.passmatch.forward.container.TunnelOwner;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/** Switches connections of clients in Jetty itself: an idle tunnel then needs neither the objects of the request nor a buffer. */
final class ServerSwitch implements ClientSwitch {

    @Override
    public boolean needsContainerThread() {
        return false;
    }

    @Override
    public void prepare(HttpServletRequest clientRequest, HttpServletResponse clientResponse, TunnelOwner tunnel) {
        Request request = ServletContextRequest.getServletContextRequest(clientRequest);
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        Request.addCompletionListener(request, failure -> {
            if (failure != null) tunnel.lost();     // the head could not be sent: nobody opens the connection that follows
        });
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new TunnelConnection(endPoint, request.getComponents().getExecutor(), tunnel));
    }
}
